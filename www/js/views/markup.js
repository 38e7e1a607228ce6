// What markup.js has understood, as nodes.
import { h } from '../dom.js';
import { personColor } from '../format.js';

// `isMe(name)`: whether a mention is of the reader.
export function markupNodes(tree, isMe) {
  return tree.map((node) => nodeOf(node, isMe));
}

function nodeOf(node, isMe) {
  switch (node.kind) {
    case 'bold': return h('strong', {}, ...markupNodes(node.children, isMe));
    case 'italic': return h('em', {}, ...markupNodes(node.children, isMe));
    case 'code': return h('code', { dir: 'ltr' }, node.text);
    case 'block': return h('pre', { dir: 'ltr' }, h('code', {}, node.text));
    case 'link': return h('a', { href: node.href, target: '_blank', rel: 'noopener noreferrer' }, node.text);
    case 'mention': return mention(node, isMe(node.name));
    default: return node.text;
  }
}

// <bdi>: a name in another direction leaves the sentence around it alone.
function mention({ text, name }, isMe) {
  const element = h('bdi', { className: isMe ? 'mention me' : 'mention', 'data-testid': 'mention' }, text);
  element.style.setProperty('--person', `var(--person-${personColor(name)})`);
  return element;
}
