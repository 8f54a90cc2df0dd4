/** The lower factor L of a symmetric positive definite matrix, A = L L', row by row. */
export type Factor = { size: number; lower: Float64Array; logDeterminant: number };

/** Factorises a matrix given by its lower half, row by row; overwrites it. Throws when it is not positive definite. */
export function choleskyOf(matrix: Float64Array, size: number): Factor {
  let logDeterminant = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k]! * matrix[j * size + k]!;
      if (i > j) matrix[i * size + j] = sum / matrix[j * size + j]!;
      else if (sum > 0) {
        matrix[i * size + i] = Math.sqrt(sum);
        logDeterminant += Math.log(sum);
      } else throw new RangeError("The matrix is not positive definite.");
    }
  }
  return { size, lower: matrix, logDeterminant };
}

/** The x of A x = right. */
export function solveWith({ size, lower }: Factor, right: Float64Array): Float64Array {
  const x = forward({ size, lower }, right);
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let k = i + 1; k < size; k++) sum -= lower[k * size + i]! * x[k]!;
    x[i] = sum / lower[i * size + i]!;
  }
  return x;
}

/** b' A⁻¹ b. */
export function between(factor: Pick<Factor, "size" | "lower">, b: Float64Array): number {
  return forward(factor, b).reduce((sum, each) => sum + each * each, 0);
}

function forward({ size, lower }: Pick<Factor, "size" | "lower">, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * size + k]! * x[k]!;
    x[i] = sum / lower[i * size + i]!;
  }
  return x;
}
