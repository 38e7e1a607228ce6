// Rooms that fit what is typed, the best first. Pure.
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

// Those that begin so, then those with a word that does, then those that have it anywhere; within these as they were.
export function filterRooms(rooms, typed) {
  const wanted = plain(typed.trim());
  const rank = (name) => (name.startsWith(wanted) ? 0 : name.split(/\s+/u).some((word) => word.startsWith(wanted)) ? 1 : name.includes(wanted) ? 2 : 3);
  return rooms.map((room) => [rank(plain(room.name)), room]).filter(([at]) => at < 3).sort(([a], [b]) => a - b).map(([, room]) => room);
}
