export function plainly(part: string): string;
export function codesOf(plain: string): string;
export function startsProgram(codes: string): boolean;
export function fetches(codes: string): boolean;
