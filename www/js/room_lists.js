// The rooms as the sidebar has them. Pure.

// `mine`: { name, activeAt, ... }, the one in which something was said last first. `others`: active ones, as the server
// sorts them. `recent`: where one has been, and nobody is now.
export function roomLists({ mine, active, recent }) {
  const isMine = new Set(mine.map((room) => room.name));
  const isActive = new Set(active.map((room) => room.name));
  return {
    mine: [...mine].sort((a, b) => b.activeAt - a.activeAt || (a.name < b.name ? -1 : 1)),
    others: active.filter((room) => !isMine.has(room.name)),
    recent: recent.filter((room) => !isMine.has(room.name) && !isActive.has(room.name)),
  };
}

// What one can go to by its name: { name, members, locked }, one's own (Rooms) first.
export function roomsToPick(mine, active) {
  const isMine = new Set(mine.map((room) => room.name));
  return [...mine.map(({ name, members, locked }) => ({ name, members: members.length, locked })), ...active.filter((room) => !isMine.has(room.name))];
}

export function sum(rooms, key) {
  return rooms.reduce((total, room) => total + room[key], 0);
}

// What is to be seen on a badge: never wider than three characters.
export function shortCount(count) {
  return count > 99 ? '99+' : String(count);
}
