/** The lower factor L of a symmetric positive definite matrix, A = L L', row by row. */
export type Factor = { size: number; lower: Float64Array; logDeterminant: number };

/** Factorises a matrix given by its lower half, row by row; overwrites it. Throws when it is not positive definite. */
export function choleskyOf(matrix: Float64Array, size: number): Factor {
  let logDeterminant = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const sum = matrix[i * size + j]! - product(matrix, i * size, j * size, j);
      if (i > j) matrix[i * size + j] = sum / matrix[j * size + j]!;
      else if (sum > 0) {
        matrix[i * size + i] = Math.sqrt(sum);
        logDeterminant += Math.log(sum);
      } else throw new RangeError("The matrix is not positive definite.");
    }
  }
  return { size, lower: matrix, logDeterminant };
}

/** The scalar product of two rows' first `length` numbers; in four sums, which a processor adds at the same time. */
function product(matrix: Float64Array, first: number, second: number, length: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let k = 0; // one by one: taken out of an array, they make this three times as slow
  for (; k + 3 < length; k += 4) {
    a += matrix[first + k]! * matrix[second + k]!;
    b += matrix[first + k + 1]! * matrix[second + k + 1]!;
    c += matrix[first + k + 2]! * matrix[second + k + 2]!;
    d += matrix[first + k + 3]! * matrix[second + k + 3]!;
  }
  for (; k < length; k++) a += matrix[first + k]! * matrix[second + k]!;
  return a + b + c + d;
}

/** The x of A x = right. */
export function solveWith(factor: Factor, right: Float64Array): Float64Array {
  return halfSolveWith(factor, forward(factor, right));
}

/** The x of L' x = right. Of independent standard normal numbers it makes ones with covariance A⁻¹. */
export function halfSolveWith({ size, lower }: Factor, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
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
