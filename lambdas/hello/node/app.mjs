// Answers a constant: what a request costs before a function does any work.

export const handler = async () => ({ message: "hello" });
