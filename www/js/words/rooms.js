// What the client says of the rooms and the people in them.
export const english = {
  nameHere: 'Your name in this room', myRooms: 'Your rooms', otherRooms: 'Other rooms',
  newRoom: 'New room', newRoomName: 'Name of the room', openRoom: 'Open it', leaveRoom: (room) => `Leave ${room}`,
  leaveHint: 'Leave this room. Its messages stay, and you can come back.',
  unreadCount: (n) => (n === 1 ? '1 unread message' : `${n} unread messages`), mentionCount: (n) => (n === 1 ? '1 mentions you' : `${n} mention you`),
  state_waiting: 'coming in…', state_refused: 'not in', mention: (name) => `Mention ${name}`, isTyping: 'is writing',
};

export const portuguese = {
  nameHere: 'Seu nome nesta sala', myRooms: 'Suas salas', otherRooms: 'Outras salas',
  newRoom: 'Nova sala', newRoomName: 'Nome da sala', openRoom: 'Abrir', leaveRoom: (room) => `Sair de ${room}`,
  leaveHint: 'Sair desta sala. As mensagens ficam, e você pode voltar.',
  unreadCount: (n) => (n === 1 ? '1 mensagem não lida' : `${n} mensagens não lidas`), mentionCount: (n) => (n === 1 ? '1 menciona você' : `${n} mencionam você`),
  state_waiting: 'entrando…', state_refused: 'fora', mention: (name) => `Mencionar ${name}`, isTyping: 'está escrevendo',
};
