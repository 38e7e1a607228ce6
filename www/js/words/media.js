// What the client says of photos and files.
export const english = {};

export const portuguese = {};
