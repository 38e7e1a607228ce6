// Everything the client says, in the browser's language.
import { dayOf } from './format.js';

const english = {
  tagline: 'The chat of this network', name: 'Your name', room: 'Room', password: 'Password (optional)',
  enter: 'Come in', entering: 'Coming in…', rooms: 'Rooms', people: 'People', noRooms: 'No room is open yet. Name one and come in.',
  members: (n) => (n === 1 ? '1 person' : `${n} people`), locked: 'locked', leave: 'Leave the room', you: 'you',
  write: 'Write a message', send: 'Send', attach: 'Send a photo or a file', drop: 'Drop it here to send it',
  reconnecting: 'Reconnecting. You can go on writing.', connecting: 'Connecting…',
  today: 'Today', yesterday: 'Yesterday', older: 'Load older messages', newer: 'Load newer messages', newest: 'Newest', newLine: 'New',
  newCount: (n) => (n === 1 ? '1 new message' : `${n} new messages`),
  nobody: 'Nobody has said anything here yet. Say hello.', typingOne: (a) => `${a} is writing…`, typingMany: 'Several people are writing…',
  came: (a) => `${a} came in`, went: (a) => `${a} left`, andMore: (a, n) => `${a} and ${n} more`, and: (a, b) => `${a} and ${b}`,
  retry: 'Try again', discard: 'Discard', cancel: 'Cancel', close: 'Close', download: 'Download', openImage: (n) => `Open the picture ${n}`,
  waiting: 'Waiting', tooLarge: (s) => `The file is larger than ${s}.`, badType: 'Files of this type are not taken here.',
  uploadFailed: 'The upload broke off.', tooLong: 'That is too long for one message.', conversation: 'Conversation',
  search: 'Search in this room', searchHint: 'Words that somebody has said here, in any order.', searching: 'Searching…', moreResults: 'Older results',
  found: (n, more) => (n === 1 && !more ? '1 message' : `${n}${more ? ' or more' : ''} messages`), notFound: (q) => `Nobody has said “${q}” here.`,
  errors: {
    bad_name: 'A name has 1 to 32 characters.', bad_room: 'The name of a room has 1 to 64 characters.',
    name_taken: 'Somebody in this room has that name already. Choose another.', wrong_password: 'This room has a password, and it is another one.',
    room_limit: 'You are in too many rooms.', rate_limited: 'That was very quick. Try again in a moment.', not_joined: 'You are not in this room any more.',
    empty: 'There is nothing in it.', too_long: 'That is too long for one message.', unknown_file: 'The file is no longer there. Send it again.',
    storage: 'The server could not store it.', too_large: 'The file is too large.', bad_type: 'Files of this type are not taken here.',
    bad_content: 'What is in the file is not what its name says.', no_space: "The server's disk is full.",
    bad_request: 'It has characters that are not taken here.', other: 'That did not work.',
  },
};
const portuguese = {
  tagline: 'A conversa desta rede', name: 'Seu nome', room: 'Sala', password: 'Senha (opcional)',
  enter: 'Entrar', entering: 'Entrando…', rooms: 'Salas', people: 'Pessoas', noRooms: 'Nenhuma sala aberta ainda. Dê um nome a uma e entre.',
  members: (n) => (n === 1 ? '1 pessoa' : `${n} pessoas`), locked: 'com senha', leave: 'Sair da sala', you: 'você',
  write: 'Escreva uma mensagem', send: 'Enviar', attach: 'Enviar uma foto ou um arquivo', drop: 'Solte aqui para enviar',
  reconnecting: 'Reconectando. Pode continuar escrevendo.', connecting: 'Conectando…',
  today: 'Hoje', yesterday: 'Ontem', older: 'Carregar mensagens anteriores', newer: 'Carregar mensagens seguintes', newest: 'Mais recentes', newLine: 'Novas',
  newCount: (n) => (n === 1 ? '1 mensagem nova' : `${n} mensagens novas`),
  nobody: 'Ninguém disse nada aqui ainda. Diga oi.', typingOne: (a) => `${a} está escrevendo…`, typingMany: 'Várias pessoas estão escrevendo…',
  came: (a) => `${a} entrou`, went: (a) => `${a} saiu`, cameMany: (a) => `${a} entraram`, wentMany: (a) => `${a} saíram`,
  andMore: (a, n) => `${a} e mais ${n}`, and: (a, b) => `${a} e ${b}`,
  retry: 'Tentar de novo', discard: 'Descartar', cancel: 'Cancelar', close: 'Fechar', download: 'Baixar', openImage: (n) => `Abrir a imagem ${n}`,
  waiting: 'Esperando', tooLarge: (s) => `O arquivo é maior que ${s}.`, badType: 'Arquivos desse tipo não são aceitos aqui.',
  uploadFailed: 'O envio foi interrompido.', tooLong: 'É longo demais para uma mensagem.', conversation: 'Conversa',
  search: 'Buscar nesta sala', searchHint: 'Palavras que alguém disse aqui, em qualquer ordem.', searching: 'Buscando…', moreResults: 'Resultados mais antigos',
  found: (n, more) => (n === 1 && !more ? '1 mensagem' : `${n}${more ? ' ou mais' : ''} mensagens`), notFound: (q) => `Ninguém disse “${q}” aqui.`,
  errors: {
    bad_name: 'Um nome tem de 1 a 32 caracteres.', bad_room: 'O nome de uma sala tem de 1 a 64 caracteres.',
    name_taken: 'Alguém nesta sala já tem esse nome. Escolha outro.', wrong_password: 'Esta sala tem senha, e não é essa.',
    room_limit: 'Você está em salas demais.', rate_limited: 'Foi rápido demais. Tente de novo daqui a pouco.', not_joined: 'Você não está mais nesta sala.',
    empty: 'Não há nada na mensagem.', too_long: 'É longo demais para uma mensagem.', unknown_file: 'O arquivo não existe mais. Envie de novo.',
    storage: 'O servidor não conseguiu guardar.', too_large: 'O arquivo é grande demais.', bad_type: 'Arquivos desse tipo não são aceitos aqui.',
    bad_content: 'O conteúdo do arquivo não é o que o nome diz.', no_space: 'O disco do servidor está cheio.',
    bad_request: 'Tem caracteres que não são aceitos aqui.', other: 'Não deu certo.',
  },
};

export const dictionaries = { en: english, pt: portuguese };

export function pickLanguage(preferred) {
  for (const tag of preferred) {
    const language = String(tag).slice(0, 2).toLowerCase();
    if (language in dictionaries) return language;
  }
  return 'en';
}

export const language = pickLanguage(globalThis.navigator?.languages ?? ['en']);
export const locale = language === 'pt' ? 'pt-BR' : 'en';
export const words = dictionaries[language];

export function t(key, ...values) {
  const found = words[key];
  return typeof found === 'function' ? found(...values) : found;
}

export function errorText(code) {
  return words.errors[code] ?? words.errors.other;
}

export function presenceText(event, names) {
  const shown = names.length > 2 ? t('andMore', names.slice(0, 2).join(', '), names.length - 2)
    : names.length === 2 ? t('and', names[0], names[1]) : names[0];
  const key = event === 'join' ? 'came' : 'went';
  return t(names.length > 1 && `${key}Many` in words ? `${key}Many` : key, shown);
}

export function dayText(ts, now = Date.now()) {
  const days = Math.round((dayOf(now) - dayOf(ts)) / 86_400_000);
  if (days === 0) return t('today');
  if (days === 1) return t('yesterday');
  const otherYear = new Date(ts).getFullYear() !== new Date(now).getFullYear();
  return new Date(ts).toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', ...(otherYear ? { year: 'numeric' } : {}) });
}
