// The rooms as the sidebar has them. Pure.
import { fold } from '../text/matches.js';

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
  return [
    ...mine.map(({ name, members, locked }) => ({ name, members: members.length, locked })),
    ...active.filter((room) => !isMine.has(room.name)),
  ];
}

export function sum(rooms, key) {
  return rooms.reduce((total, room) => total + room[key], 0);
}

// What is to be seen on a badge: never wider than three characters.
export function shortCount(count) {
  return count > 99 ? '99+' : String(count);
}

// Rooms that fit what is typed, the best first: those that begin so, then those with a word that does, then those that
// have it anywhere; within these as they were.
export function filterRooms(rooms, typed) {
  const wanted = fold(typed.trim());
  const rank = (name) =>
    name.startsWith(wanted)
      ? 0
      : name.split(/\s+/u).some((word) => word.startsWith(wanted))
        ? 1
        : name.includes(wanted)
          ? 2
          : 3;
  return rooms
    .map((room) => [rank(fold(room.name)), room])
    .filter(([at]) => at < 3)
    .sort(([a], [b]) => a - b)
    .map(([, room]) => room);
}
