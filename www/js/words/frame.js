// What the client says of inviting, settings, help and what is wrong with the connection.
export const english = {};

export const portuguese = {};
