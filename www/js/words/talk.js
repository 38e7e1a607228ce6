// What the client says of writing and reading messages.
export const english = {
  sent: 'Sent', sentFile: (name) => `sent ${name}`, copyMessage: 'Copy', copyLink: 'Copy the link', copiedMessage: 'Copied', messageMenu: 'Message',
  copyYourselfMessage: 'Copying is not allowed here. The text is selected: copy it with Ctrl+C, or press and hold.',
  bytesLeft: (n) => (n === 1 ? '1 byte left' : `${n} bytes left`), bytesOver: (n) => (n === 1 ? '1 byte too long' : `${n} bytes too long`),
  suggestPeople: 'People to mention', suggestEmoji: 'Emoji', suggested: (n) => (n === 1 ? '1 suggestion' : `${n} suggestions`),
  emoji: 'Emoji', searchEmoji: 'Search emoji', noEmoji: 'No emoji for that.', emojiFound: 'Found',
  emojiGroups: { recent: 'Used lately', faces: 'Faces', people: 'People and hearts', nature: 'Animals and nature', food: 'Food and drink', things: 'Things and places', signs: 'Signs and flags' },
};

export const portuguese = {
  sent: 'Enviada', sentFile: (name) => `enviou ${name}`, copyMessage: 'Copiar', copyLink: 'Copiar o link', copiedMessage: 'Copiado', messageMenu: 'Mensagem',
  copyYourselfMessage: 'Copiar não é permitido aqui. O texto está selecionado: copie com Ctrl+C, ou toque e segure.',
  bytesLeft: (n) => (n === 1 ? 'resta 1 byte' : `restam ${n} bytes`), bytesOver: (n) => (n === 1 ? '1 byte a mais' : `${n} bytes a mais`),
  suggestPeople: 'Pessoas para mencionar', suggestEmoji: 'Emojis', suggested: (n) => (n === 1 ? '1 sugestão' : `${n} sugestões`),
  emoji: 'Emojis', searchEmoji: 'Buscar emoji', noEmoji: 'Nenhum emoji para isso.', emojiFound: 'Encontrados',
  emojiGroups: { recent: 'Usados há pouco', faces: 'Rostos', people: 'Pessoas e corações', nature: 'Animais e natureza', food: 'Comida e bebida', things: 'Coisas e lugares', signs: 'Sinais e bandeiras' },
};
