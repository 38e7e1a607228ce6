// What people write, as a tree: *bold*, _italic_, `code`, ```blocks```, links and mentions. Pure, and linear in time: a
// character is looked at a bounded number of times, whatever the text. Nodes: { kind: 'text' | 'code' | 'block', text
// }, { kind: 'link', text, href }, { kind: 'mention', text, name }, { kind: 'bold' | 'italic', children }.
import { isWordCharacter, Names } from './names.js';

const mostNodes = 400; // in one text: what follows them stays as it is written
const mostAts = 200; // tried as mentions
const longestLink = 2_000;

const special = () => /```|`|\*+|_+|https?:\/\/|mailto:|@|\n/giu;
// No white space, no controls, nothing that turns the direction, and none of < > " `.
const linkEnd = () => /[^\s<>"`\u0000-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/uy;
const afterLink = ".,;:!?'’”»…*_~。，、；：！？）」』】》";
const brackets = { ')': '(', ']': '[', '}': '{' };
const kinds = { '*': 'bold', '**': 'bold', _: 'italic' };

// `names`: a Names, for mentions.
export function parse(source, names = null) {
  return new Parser(source.normalize('NFC'), names).run();
}

// Whether `name` is mentioned in a tree.
export function mentionsName(nodes, isName) {
  return nodes.some(
    (node) => (node.kind === 'mention' && isName(node.name)) || (node.children && mentionsName(node.children, isName)),
  );
}

class Parser {
  #text;
  #names;
  #out = [];
  #open = []; // marks that may still be closed: { mark, index } of #out; each mark once
  #at = 0; // all before it is in #out
  #nodes = 0;
  #ats = 0;
  #lastBlock; // no ``` begins behind this

  constructor(text, names) {
    this.#text = text;
    this.#names = names;
    this.#lastBlock = text.lastIndexOf('```');
  }

  run() {
    const pattern = special();
    for (let found; this.#nodes < mostNodes && (found = pattern.exec(this.#text));) {
      pattern.lastIndex = this.#take(found[0], found.index) ?? found.index + found[0].length;
    }
    this.#write(this.#text.length);
    return joined(this.#out);
  }

  // Where to go on; nothing when it is text like any other.
  #take(mark, start) {
    if (mark === '\n') this.#open = [];
    else if (mark === '```') return this.#block(start);
    else if (mark === '`') return this.#code(start);
    else if (mark === '@') return this.#mention(start);
    else if (mark[0] === '*' || mark[0] === '_') return this.#emphasis(mark, start);
    else return this.#link(start);
    return undefined;
  }

  // A line break beside a block is the block's own.
  #block(start) {
    const close = start < this.#lastBlock ? this.#text.indexOf('```', start + 3) : -1;
    const text = this.#text
      .slice(start + 3, close)
      .replace(/^\n/u, '')
      .replace(/\n$/u, '');
    if (close < 0 || !text.trim()) return undefined;
    this.#write(start > this.#at && this.#text[start - 1] === '\n' ? start - 1 : start);
    this.#open = [];
    return this.#put({ kind: 'block', text }, close + (this.#text[close + 3] === '\n' ? 4 : 3));
  }

  #code(start) {
    const close = this.#text.indexOf('`', start + 1);
    const text = this.#text.slice(start + 1, Math.max(close, start + 1));
    if (text.includes('\n') || !text.trim()) return undefined;
    this.#write(start);
    return this.#put({ kind: 'code', text }, close + 1);
  }

  #mention(start) {
    const before = this.#before(start);
    if (before === '@' || isWordCharacter(before) || ++this.#ats > mostAts) return undefined;
    const found = this.#names?.match(this.#text, start + 1);
    if (!found) return undefined;
    this.#write(start);
    return this.#put({ kind: 'mention', text: this.#text.slice(start, found.end), name: found.name }, found.end);
  }

  // What is no link after all is skipped as a whole, so that nothing within it is tried again and again.
  #link(start) {
    if (/[a-z0-9]/iu.test(this.#before(start))) return undefined;
    const pattern = linkEnd();
    pattern.lastIndex = start;
    const whole = pattern.exec(this.#text)[0];
    const href = whole.length > longestLink ? '' : whole.slice(0, linkLength(whole));
    if (!isSafe(href)) return start + whole.length;
    this.#write(start);
    return this.#put({ kind: 'link', text: href, href }, start + href.length);
  }

  #emphasis(mark, start) {
    if (!(mark in kinds)) return undefined;
    const end = start + mark.length;
    const before = this.#before(start);
    const after = this.#after(end);
    const isOpen = this.#open.findIndex((each) => each.mark === mark);
    if (isOpen >= 0 && !isSpace(before) && !isWord(after)) return this.#close(isOpen, start, end);
    if (isWord(before) || isSpace(after)) return undefined;
    this.#write(start);
    this.#open = [...this.#open.filter((each) => each.mark !== mark), { mark, index: this.#out.length }];
    this.#write(end);
    return end;
  }

  #close(which, start, end) {
    const { mark, index } = this.#open[which];
    this.#write(start);
    const children = joined(this.#out.splice(index).slice(1));
    this.#open.length = which;
    return this.#put({ kind: kinds[mark], children }, end);
  }

  #put(node, end) {
    this.#out.push(node);
    this.#at = end;
    this.#nodes++;
    return end;
  }

  #write(end) {
    if (end > this.#at) this.#out.push({ kind: 'text', text: this.#text.slice(this.#at, end) });
    this.#at = Math.max(this.#at, end);
  }

  #before(at) {
    const isLow = (this.#text.charCodeAt(at - 1) & 0xfc00) === 0xdc00;
    return this.#text.slice(at - (isLow ? 2 : 1), at);
  }

  #after(at) {
    const code = this.#text.codePointAt(at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }
}

const isSpace = (character) => character === '' || /\s/u.test(character);
const isWord = (character) => character !== '_' && isWordCharacter(character);

// Neighbouring texts become one.
function joined(nodes) {
  const list = [];
  for (const node of nodes) {
    const last = list.at(-1);
    if (node.kind === 'text' && last?.kind === 'text')
      list[list.length - 1] = { kind: 'text', text: last.text + node.text };
    else list.push(node);
  }
  return list;
}

// Without the punctuation behind it; a closing bracket belongs to it when it was opened in it.
function linkLength(link) {
  const excess = Object.fromEntries(
    Object.entries(brackets).map(([close, open]) => [close, count(link, close) - count(link, open)]),
  );
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1];
    if (last in brackets ? excess[last]-- <= 0 : !afterLink.includes(last)) break;
  }
  return end;
}

function count(text, character) {
  return text.split(character).length - 1;
}

// `https://bank@elsewhere` is made to be misread.
function isSafe(href) {
  if (/^mailto:/iu.test(href)) return /^mailto:[^@?]+@[^@?]+/iu.test(href);
  try {
    const { protocol, hostname, username, password } = new URL(href);
    return (protocol === 'http:' || protocol === 'https:') && hostname !== '' && username === '' && password === '';
  } catch {
    return false;
  }
}

const flag = '\\p{RI}\\p{RI}';
const keycap = '[0-9#*]\\uFE0F?\\u20E3';
const picture = '\\p{Extended_Pictographic}';
const sign = `(?!\\p{RI})(?:\\p{Emoji_Presentation}|${picture}\\uFE0F|${picture}(?=\\p{EMod}|\\u200D))`;
const tags = '[\\u{E0020}-\\u{E007F}]*';
const zwj = `(?:\\u200D${picture}\\uFE0F?\\p{EMod}?)*`;
const oneEmoji = `(?:${flag}|${keycap}|${sign}\\uFE0F?\\p{EMod}?${tags}${zwj})`;
const fewEmoji = new RegExp(`^\\s*(?:${oneEmoji}\\s*){1,3}$`, 'u');
const emoji = new RegExp(oneEmoji, 'gu');
const longestEmoji = 120; // three families with flags, and spaces

// How many emoji a text is made of, when it is one to three of them and nothing else; else 0.
export function emojiOnly(text) {
  if (text.length > longestEmoji || !fewEmoji.test(text)) return 0;
  return text.match(emoji).length;
}

let last = { name: null, names: null };

// As it is shown: `@name` as a whole word, whatever the case, and neither in code nor in a link.
export function mentions(text, name) {
  if (!name || !text?.includes('@')) return false;
  if (last.name !== name) {
    last = { name, names: new Names() };
    last.names.learn([name]);
  }
  return mentionsName(parse(text, last.names), () => true); // no other name is known to it
}
