// What the client says of writing and reading messages.
export const english = {};

export const portuguese = {};
