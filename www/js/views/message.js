// One message as it stands in the conversation.
import { h, icon } from '../page/dom.js';
import { errorText, locale, t } from '../page/i18n.js';
import { clock, personColor } from '../text/format.js';
import { emojiOnly, mentionsName, parse } from '../text/markup.js';
import { isSameName } from '../text/names.js';
import { avatar } from './people.js';
import { attachment } from './pictures.js';
import { anotherTry } from './upload_text.js';

// `actions`: openImage(file, row), retry(id), discard(id). `people`: { me, names }, `names` being a Names.
export function messageElement(row, actions, { me = null, names = null } = {}) {
  const isMe = (name) => me !== null && isSameName(name, me);
  const tree = row.text ? parse(row.text, names) : [];
  const callsMe = !row.own && mentionsName(tree, isMe);
  const element = h('div', {
    className: ['message', row.own && 'own', row.first && 'first', row.last && 'last', callsMe && 'calls-me']
      .filter(Boolean)
      .join(' '),
    role: 'article',
    tabIndex: -1,
    'data-testid': 'message',
    'data-seq': row.seq ?? '',
    'data-state': row.state,
  });
  if (!row.own && row.first) element.append(avatar(row.from), author(row.from));
  else element.append(h('span', { className: 'read-aloud', 'data-testid': 'message-author' }, row.from));
  element.append(
    h(
      'div',
      { className: 'body' },
      row.file && attachment(row, actions),
      row.text && bubble(row.text, markupNodes(tree, isMe)),
      row.last && time(row),
      row.state === 'failed' && problem(row, actions),
    ),
  );
  return element;
}

// dir=auto: it begins where its first letter says; within it each line for itself (conversation.css).
function bubble(text, nodes) {
  const few = emojiOnly(text);
  return h(
    'div',
    { className: few ? `bubble emoji-${few}` : 'bubble', dir: 'auto', 'data-testid': 'message-text' },
    ...nodes,
  );
}

function time({ ts, own, state }) {
  return h(
    'span',
    { className: 'time' },
    h('time', { dateTime: new Date(ts).toISOString() }, clock(ts, locale)),
    state === 'pending' && h('span', { className: 'waiting' }, ` · ${t('waiting')}`),
    own && state === 'sent' && tick(),
  );
}

function tick() {
  const sign = icon('tick');
  sign.setAttribute('class', 'tick');
  return h(
    'span',
    { title: t('sent'), 'data-testid': 'message-tick' },
    sign,
    h('span', { className: 'read-aloud' }, t('sent')),
  );
}

function author(name) {
  const element = h('span', { className: 'author', 'data-testid': 'message-author', dir: 'auto', title: name }, name);
  element.style.color = `var(--person-${personColor(name)})`;
  return element;
}

function problem(row, actions) {
  const again = anotherTry(row.file?.upload ?? {});
  return h(
    'div',
    { className: 'problem', role: 'alert' },
    h('span', { className: 'error' }, row.file?.why ?? errorText(row.error)),
    again &&
      h(
        'button',
        {
          type: 'button',
          className: 'button small',
          'data-testid': 'message-retry',
          onclick: () => actions.retry(row.id),
        },
        again,
      ),
    h('button', { type: 'button', className: 'button small', onclick: () => actions.discard(row.id) }, t('discard')),
  );
}

// What text/markup.js has understood, as nodes. `isMe(name)`: whether a mention is of the reader.
function markupNodes(tree, isMe) {
  return tree.map((node) => nodeOf(node, isMe));
}

function nodeOf(node, isMe) {
  switch (node.kind) {
    case 'bold':
      return h('strong', {}, ...markupNodes(node.children, isMe));
    case 'italic':
      return h('em', {}, ...markupNodes(node.children, isMe));
    case 'code':
      return h('code', { dir: 'ltr' }, node.text);
    case 'block':
      return h('pre', { dir: 'ltr' }, h('code', {}, node.text));
    case 'link':
      return h('a', { href: node.href, target: '_blank', rel: 'noopener noreferrer' }, node.text);
    case 'mention':
      return mention(node, isMe(node.name));
    default:
      return node.text;
  }
}

// <bdi>: a name in another direction leaves the sentence around it alone.
function mention({ text, name }, isMe) {
  const element = h('bdi', { className: isMe ? 'mention me' : 'mention', 'data-testid': 'mention' }, text);
  element.style.setProperty('--person', `var(--person-${personColor(name)})`);
  return element;
}
