// Elements without HTML: whatever is given as a child is text or a node, never markup.
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key in element && key !== 'list') element[key] = value;
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const paths = {
  add: 'M12 5v14M5 12h14',
  door: 'M14 4H6v16h8M10 12h11m-4-4 4 4-4 4',
  tick: 'M5 13l4 4L19 7',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  emoji: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.500 14a4 4 0 0 0 7 0M9 9.500v.500M15 9.500v.500',
  send: 'M5 12h13M12 5l7 7-7 7',
  attach: 'M8 12l6-6a3.500 3.500 0 0 1 5 5l-8 8a5.500 5.500 0 0 1-8-8l7-7',
  leave: 'M15 6l-6 6 6 6',
  rooms: 'M4 7h16M4 12h16M4 17h16',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zm-6 9a6 6 0 0 1 12 0M16 4.500a3.500 3.500 0 0 1 0 6' +
    'M18 14.500a6 6 0 0 1 3 5.500',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
  close: 'M6 6l12 12M18 6L6 18',
  download: 'M12 4v11m-5-4 5 5 5-5M5 20h14',
  search: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 20 20',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z',
  images: 'M8 4h12v12H8zM16 20H4V8M8 13l3.500-3.500L18 16',
  forward: 'M9 6l6 6-6 6',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  message: 'M4 5h16v11h-9l-4 4v-4H4z',
  invite: 'M10 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zm-6.500 9a6.500 6.500 0 0 1 13 0M19 8v6M16 11h6',
  settings: 'M4 7h8m4 0h4M4 17h4m4 0h8M12 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0M8 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
};

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, properties = {}) {
  return h(
    'button',
    { type: 'button', className: 'icon-button', title: label, 'aria-label': label, ...properties },
    icon(name),
  );
}
