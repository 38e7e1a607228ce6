// What the client says of joining, the rooms and the people in them.
export const english = {
  roomPassword: 'Password', lockRoom: 'Lock this room with a password', needsPassword: 'This room has a password. Ask somebody who is in it.',
  nameFirst: 'Type your name first.', roomFirst: 'Give the room a name, or tap one below.', nameHere: 'Your name in this room',
  openRooms: 'Open rooms', myRooms: 'Your rooms', otherRooms: 'Other rooms', recentRooms: 'Recent rooms',
  newRoom: 'New room', newRoomName: 'Name of the room', openRoom: 'Open it', leaveRoom: (room) => `Leave ${room}`,
  leaveHint: 'Leave this room. Its messages stay, and you can come back.',
  unreadCount: (n) => (n === 1 ? '1 unread message' : `${n} unread messages`), mentionCount: (n) => (n === 1 ? '1 mentions you' : `${n} mention you`),
  state_waiting: 'coming in…', state_refused: 'not in', mention: (name) => `Mention ${name}`, isTyping: 'is writing',
};

export const portuguese = {
  roomPassword: 'Senha', lockRoom: 'Proteger esta sala com uma senha', needsPassword: 'Esta sala tem senha. Peça a alguém que está nela.',
  nameFirst: 'Escreva seu nome primeiro.', roomFirst: 'Dê um nome à sala, ou toque em uma abaixo.', nameHere: 'Seu nome nesta sala',
  openRooms: 'Salas abertas', myRooms: 'Suas salas', otherRooms: 'Outras salas', recentRooms: 'Salas recentes',
  newRoom: 'Nova sala', newRoomName: 'Nome da sala', openRoom: 'Abrir', leaveRoom: (room) => `Sair de ${room}`,
  leaveHint: 'Sair desta sala. As mensagens ficam, e você pode voltar.',
  unreadCount: (n) => (n === 1 ? '1 mensagem não lida' : `${n} mensagens não lidas`), mentionCount: (n) => (n === 1 ? '1 menciona você' : `${n} mencionam você`),
  state_waiting: 'entrando…', state_refused: 'fora', mention: (name) => `Mencionar ${name}`, isTyping: 'está escrevendo',
};
