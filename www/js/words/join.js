// What the client says on the way in.
export const english = {
  tagline: 'The chat of this network', name: 'Your name', room: 'Room', enter: 'Come in', entering: 'Coming in…',
  roomPassword: 'Password', lockRoom: 'Lock this room with a password', needsPassword: 'This room has a password. Ask somebody who is in it.',
  nameFirst: 'Type your name first.', roomFirst: 'Give the room a name, or tap one below.',
  openRooms: 'Open rooms', recentRooms: 'Recent rooms', noRooms: 'No room is open yet. Name one and come in.',
  members: (n) => (n === 1 ? '1 person' : `${n} people`), locked: 'locked',
  stillLoading: 'papo is not all here yet. It goes on as soon as the server can be reached.', loadFailed: 'A part of papo could not be loaded.', loadAgain: 'Load again',
};

export const portuguese = {
  tagline: 'A conversa desta rede', name: 'Seu nome', room: 'Sala', enter: 'Entrar', entering: 'Entrando…',
  roomPassword: 'Senha', lockRoom: 'Proteger esta sala com uma senha', needsPassword: 'Esta sala tem senha. Peça a alguém que está nela.',
  nameFirst: 'Escreva seu nome primeiro.', roomFirst: 'Dê um nome à sala, ou toque em uma abaixo.',
  openRooms: 'Salas abertas', recentRooms: 'Salas recentes', noRooms: 'Nenhuma sala aberta ainda. Dê um nome a uma e entre.',
  members: (n) => (n === 1 ? '1 pessoa' : `${n} pessoas`), locked: 'com senha',
  stillLoading: 'Ainda falta uma parte do papo. Ele continua assim que o servidor puder ser alcançado.', loadFailed: 'Uma parte do papo não pôde ser carregada.', loadAgain: 'Carregar de novo',
};
