/** Every field saves itself. */
export function enhanceAutosave(_root: ParentNode): void {}
