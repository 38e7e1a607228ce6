// All emoji, by category and by search; the arrows go through them while one types.
import { h, iconButton } from '../page/dom.js';
import { language, t } from '../page/i18n.js';
import { emojiGroups, nameOf, RecentEmoji, searchEmoji } from '../text/emoji_search.js';
import { dismissOutside } from './dialog.js';

const mostFound = 60;
const tabs = { recent: '🕘', faces: '😀', people: '👋', nature: '🐶', food: '🍕', things: '⚽', signs: '✅' };

export class EmojiPicker {
  #recent;
  #pick;
  #dialog = null;
  #options = []; // elements, as they stand
  #active = -1;

  // `actions`: pick(emoji), closed().
  constructor(memory, { pick, closed }) {
    this.#recent = new RecentEmoji(memory);
    this.#pick = pick;
    this.closed = closed;
    this.button = iconButton('emoji', t('emoji'), {
      'aria-haspopup': 'dialog',
      'data-testid': 'composer-emoji',
      onclick: () => this.open(),
    });
  }

  used(emoji) {
    this.#recent.add(emoji);
  }

  // Where the button is: a sheet over the composer.
  open() {
    this.#dialog ??= this.#make();
    document.body.append(this.#dialog);
    this.search.value = '';
    this.#showAll();
    const area = this.button.closest('.composer').getBoundingClientRect();
    this.#dialog.style.setProperty('--right', `${document.documentElement.clientWidth - area.right}px`);
    this.#dialog.style.setProperty('--bottom', `${window.innerHeight - area.top + 8}px`);
    this.#dialog.showModal();
    this.list.scrollTop = 0;
    if (matchMedia('(pointer: coarse)').matches)
      this.list.focus(); // no keyboard over what was opened to be tapped
    else this.search.focus();
  }

  #make() {
    this.search = h('input', {
      type: 'text',
      className: 'emoji-search',
      role: 'combobox',
      placeholder: t('searchEmoji'),
      'aria-label': t('searchEmoji'),
      'aria-expanded': 'true',
      'aria-controls': 'emoji-list',
      'aria-autocomplete': 'list',
      autocomplete: 'off',
      maxLength: 40,
      enterKeyHint: 'done',
      'data-testid': 'emoji-search',
    });
    this.list = h('div', {
      className: 'emoji-list',
      id: 'emoji-list',
      role: 'listbox',
      tabIndex: 0,
      'aria-label': t('emoji'),
    });
    this.name = h('p', { className: 'emoji-name', 'aria-hidden': 'true' });
    this.empty = h('p', { className: 'empty', role: 'status' });
    this.tabs = h(
      'div',
      { className: 'emoji-tabs' },
      ...Object.entries(tabs).map(([category, emoji]) =>
        h(
          'button',
          {
            type: 'button',
            className: 'emoji-tab',
            title: t('emojiGroups')[category],
            'aria-label': t('emojiGroups')[category],
            'data-category': category,
            onclick: () => this.#goTo(category),
          },
          emoji,
        ),
      ),
    );
    const dialog = h(
      'dialog',
      { className: 'emoji-picker', 'aria-label': t('emoji'), 'data-testid': 'emoji-picker' },
      h(
        'div',
        { className: 'emoji-head' },
        this.search,
        iconButton('close', t('close'), { onclick: () => dialog.close() }),
      ),
      this.tabs,
      this.list,
      this.empty,
      this.name,
    );
    this.search.addEventListener('input', () => this.#searched());
    dialog.addEventListener('keydown', (event) => this.#keyed(event));
    dismissOutside(dialog);
    dialog.addEventListener('close', () => {
      dialog.remove();
      this.closed();
    });
    this.list.addEventListener('click', (event) => this.#chose(event.target.closest('[role=option]'), event.shiftKey));
    this.list.addEventListener('pointerover', (event) =>
      this.#activate(this.#options.indexOf(event.target.closest('[role=option]')), false),
    );
    return dialog;
  }

  #showAll() {
    const recent = this.#recent.list;
    const groups = [...(recent.length > 0 ? [{ category: 'recent', list: recent }] : []), ...emojiGroups()];
    this.tabs.hidden = false;
    this.tabs.firstChild.hidden = recent.length === 0;
    this.#fill(
      groups.map(({ category, list }) =>
        h(
          'div',
          {
            className: 'emoji-group',
            role: 'group',
            'aria-label': t('emojiGroups')[category],
            'data-category': category,
          },
          h('p', { className: 'emoji-title', 'aria-hidden': 'true' }, t('emojiGroups')[category]),
          ...list.map((entry) => this.#option(entry)),
        ),
      ),
    );
    this.#activate(-1);
  }

  #searched() {
    const query = this.search.value.trim();
    if (!query) return this.#showAll();
    const found = searchEmoji(query, mostFound);
    this.tabs.hidden = true;
    this.#fill([
      h(
        'div',
        { className: 'emoji-group', role: 'group', 'aria-label': t('emojiFound') },
        ...found.map((entry) => this.#option(entry)),
      ),
    ]);
    this.empty.textContent = found.length > 0 ? '' : t('noEmoji');
    this.#activate(found.length > 0 ? 0 : -1);
    return undefined;
  }

  #fill(groups) {
    this.empty.textContent = '';
    this.list.replaceChildren(...groups);
    this.#options = [...this.list.querySelectorAll('[role=option]')];
    for (const [i, option] of this.#options.entries()) option.id = `emoji-${i}`;
  }

  #option(entry) {
    const name = nameOf(entry, language);
    return h(
      'span',
      {
        className: 'emoji-option',
        role: 'option',
        'aria-selected': 'false',
        'aria-label': name,
        'data-emoji': entry.emoji,
      },
      entry.emoji,
    );
  }

  #goTo(category) {
    const group = this.list.querySelector(`[data-category=${category}]`);
    if (group) this.list.scrollTop = group.offsetTop - this.list.offsetTop;
  }

  #activate(index, scrolls = true) {
    this.#options[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = index;
    const active = this.#options[index];
    active?.setAttribute('aria-selected', 'true');
    for (const element of [this.search, this.list]) {
      if (active) element.setAttribute('aria-activedescendant', active.id);
      else element.removeAttribute('aria-activedescendant');
    }
    this.name.textContent = active ? `${active.dataset.emoji} ${active.getAttribute('aria-label')}` : '';
    if (scrolls) active?.scrollIntoView({ block: 'nearest' });
  }

  #keyed(event) {
    if (event.isComposing || event.keyCode === 229 || (event.target !== this.search && event.target !== this.list))
      return;
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if (isSideways && event.target === this.search && this.#active < 0) return; // they move the cursor
    const next = {
      ArrowRight: () => this.#active + 1,
      ArrowLeft: () => this.#active - 1,
      ArrowDown: () => this.#vertical(1),
      ArrowUp: () => this.#vertical(-1),
    }[event.key];
    if (next) this.#activate(Math.max(0, Math.min(this.#options.length - 1, next())));
    else if (event.key === 'Enter') this.#chose(this.#options[Math.max(0, this.#active)], event.shiftKey);
    else return;
    event.preventDefault();
  }

  // To the nearest one in the next row, whatever the groups' lengths are.
  #vertical(by) {
    const at = this.#options[this.#active]?.getBoundingClientRect();
    if (!at) return 0;
    const boxes = this.#options
      .map((option, i) => ({ i, box: option.getBoundingClientRect() }))
      .filter(({ box }) => (box.top - at.top) * by > 1);
    if (boxes.length === 0) return this.#active;
    const row = boxes.reduce(
      (nearest, { box }) => (Math.abs(box.top - at.top) < Math.abs(nearest - at.top) ? box.top : nearest),
      boxes[0].box.top,
    );
    const inRow = boxes.filter(({ box }) => Math.abs(box.top - row) < 1);
    return inRow.reduce((best, each) =>
      Math.abs(each.box.left - at.left) < Math.abs(best.box.left - at.left) ? each : best,
    ).i;
  }

  // With Shift, one after the other.
  #chose(option, goesOn) {
    if (!option) return;
    this.#recent.add(option.dataset.emoji);
    if (!goesOn) this.#dialog.close();
    this.#pick(option.dataset.emoji);
  }
}
