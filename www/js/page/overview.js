// What there is to be told of all rooms at once: the lists of the sidebar and of the way in, and the page's title.
import { roomLists, sum } from './room_lists.js';

const slowMs = 250; // where no frame is drawn, as in a hidden tab

export class Overview {
  #chat;
  #places;
  #roomView;
  #joinView;
  #due = null; // a drawing of them

  constructor({ chat, places, roomView, joinView }) {
    this.#chat = chat;
    this.#places = places;
    this.#roomView = roomView;
    this.#joinView = joinView;
  }

  // As of roomLists().
  lists() {
    const { mine, rooms, current } = this.#chat;
    return roomLists({
      mine: [...mine.values()].map((room) => rowOf(room, room === current)),
      active: rooms,
      recent: this.#places.recent,
    });
  }

  // Several changes in a frame are drawn once.
  changed() {
    const draw = () => this.#draw();
    this.#due ??= { frame: requestAnimationFrame(draw), timer: setTimeout(draw, slowMs) };
  }

  #draw() {
    cancelAnimationFrame(this.#due.frame);
    clearTimeout(this.#due.timer);
    this.#due = null;
    const lists = this.lists();
    const elsewhere = lists.mine.filter((room) => !room.isCurrent);
    if (this.#joinView.isShown && this.#chat.knowsRooms) this.#joinView.showRooms(this.#chat.rooms);
    if (this.#roomView.isShown)
      this.#roomView.showRooms(lists, { unread: sum(elsewhere, 'unread'), mentions: sum(elsewhere, 'mentions') });
    const unread = sum(lists.mine, 'unread');
    const where = this.#roomView.isShown && this.#chat.current ? `${this.#chat.current.name} · papo` : 'papo';
    document.title = unread > 0 ? `(${unread}) ${where}` : where;
  }
}

// A room that is in sight has nothing unread to be told of.
function rowOf(room, isCurrent) {
  const isSeen = isCurrent && !document.hidden;
  return {
    name: room.name,
    locked: room.locked,
    activeAt: room.activeAt,
    state: room.state,
    isCurrent,
    unread: isSeen ? 0 : room.unreadCount,
    mentions: isSeen ? 0 : room.mentionCount,
  };
}
