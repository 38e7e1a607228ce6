// What the client says of joining, the rooms and the people in them.
export const english = {};

export const portuguese = {};
