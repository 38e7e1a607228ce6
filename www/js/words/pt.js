// Everything the client says in Brazilian Portuguese: a text for each key, or a function that makes it.
export const words = {
  // the way in
  tagline: 'A conversa desta rede', name: 'Seu nome', room: 'Sala', enter: 'Entrar', entering: 'Entrando…',
  roomPassword: 'Senha', lockRoom: 'Proteger esta sala com uma senha', needsPassword: 'Esta sala tem senha. Peça a alguém que está nela.',
  nameFirst: 'Escreva seu nome primeiro.', roomFirst: 'Dê um nome à sala, ou toque em uma abaixo.',
  openRooms: 'Salas abertas', recentRooms: 'Salas recentes', noRooms: 'Nenhuma sala aberta ainda. Dê um nome a uma e entre.',
  members: (n) => (n === 1 ? '1 pessoa' : `${n} pessoas`), locked: 'com senha',
  stillLoading: 'Ainda falta uma parte do papo. Ele continua assim que o servidor puder ser alcançado.', loadFailed: 'Uma parte do papo não pôde ser carregada.', loadAgain: 'Carregar de novo',

  // a room and what is said in it
  rooms: 'Salas', people: 'Pessoas', leave: 'Sair da sala', you: 'você',
  write: 'Escreva uma mensagem', send: 'Enviar', attach: 'Enviar uma foto ou um arquivo',
  reconnecting: 'Reconectando. Pode escrever.', connecting: 'Conectando…',
  today: 'Hoje', yesterday: 'Ontem', older: 'Carregar mensagens anteriores', newer: 'Carregar mensagens seguintes', newest: 'Mais recentes', newLine: 'Novas',
  newCount: (n) => (n === 1 ? '1 mensagem nova' : `${n} mensagens novas`),
  nobody: 'Ninguém disse nada aqui ainda. Diga oi.', typingOne: (a) => `${a} está escrevendo…`, typingMany: 'Várias pessoas estão escrevendo…',
  came: (a) => `${a} entrou`, went: (a) => `${a} saiu`, cameMany: (a) => `${a} entraram`, wentMany: (a) => `${a} saíram`,
  andMore: (a, n) => `${a} e mais ${n}`, and: (a, b) => `${a} e ${b}`,
  retry: 'Tentar de novo', discard: 'Descartar', cancel: 'Cancelar', close: 'Fechar', download: 'Baixar', openImage: (n) => `Abrir a imagem ${n}`,
  waiting: 'Esperando', tooLarge: (s) => `O arquivo é maior que ${s}.`,
  tooLong: 'É longo demais para uma mensagem.', conversation: 'Conversa',
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

  // rooms and the people in them
  nameHere: 'Seu nome nesta sala', myRooms: 'Suas salas', otherRooms: 'Outras salas',
  newRoom: 'Nova sala', newRoomName: 'Nome da sala', openRoom: 'Abrir', leaveRoom: (room) => `Sair de ${room}`,
  leaveHint: 'Sair desta sala. As mensagens ficam, e você pode voltar.',
  unreadCount: (n) => (n === 1 ? '1 mensagem não lida' : `${n} mensagens não lidas`), mentionCount: (n) => (n === 1 ? '1 menciona você' : `${n} mencionam você`),
  state_waiting: 'entrando…', state_refused: 'fora', mention: (name) => `Mencionar ${name}`, isTyping: 'está escrevendo',

  // writing and reading
  sent: 'Enviada', sentFile: (name) => `enviou ${name}`, copyMessage: 'Copiar', copyLink: 'Copiar o link', copiedMessage: 'Copiado', messageMenu: 'Mensagem',
  copyYourselfMessage: 'Copiar não é permitido aqui. O texto está selecionado: copie com Ctrl+C, ou toque e segure.',
  bytesLeft: (n) => (n === 1 ? 'resta 1 byte' : `restam ${n} bytes`), bytesOver: (n) => (n === 1 ? '1 byte a mais' : `${n} bytes a mais`),
  suggestPeople: 'Pessoas para mencionar', suggestEmoji: 'Emojis', suggested: (n) => (n === 1 ? '1 sugestão' : `${n} sugestões`),
  emoji: 'Emojis', searchEmoji: 'Buscar emoji', noEmoji: 'Nenhum emoji para isso.', emojiFound: 'Encontrados',
  emojiGroups: { recent: 'Usados há pouco', faces: 'Rostos', people: 'Pessoas e corações', nature: 'Animais e natureza', food: 'Comida e bebida', things: 'Coisas e lugares', signs: 'Sinais e bandeiras' },

  // photos and files
  camera: 'Tirar uma foto', attachments: 'Arquivos anexados', caption: 'Legenda', removeFile: (n) => `Remover ${n}`, dropTo: (r) => `Solte para anexar em ${r}`, dropHint: 'Pode soltar vários de uma vez',
  preparing: 'Preparando', queued: 'Esperando os outros', offlineUpload: 'Esperando a conexão, continua sozinho', uploaded: 'Pronto para enviar',
  speed: (s) => `${s}/s`, left: (time) => `faltam ${time}`, seconds: (n) => `${n} s`, minutes: (n) => `${n} min`, uploading: 'Enviando', sendAnyway: 'Enviar assim mesmo',
  tooMany: (n) => `No máximo ${n} arquivos de uma vez. Envie estes primeiro.`, heicNote: 'HEIC: muitos aparelhos não mostram, e o local fica na foto',
  uploadErrors: {
    network: 'A conexão caiu.', busy: 'O servidor está muito ocupado.', full: 'O servidor está muito ocupado.', unreadable: 'Não dá para ler. Pastas não podem ser enviadas, arquivos sim.',
    empty_file: 'O arquivo está vazio.', damaged: 'Parece danificada, então não dá para remover o local onde foi tirada.',
  },
  picture: 'Imagem', pictures: 'Imagens', files: 'Arquivos', moreOf: (n) => `Mais ${n} imagens`, pictureGone: 'A imagem não está mais aqui.', pictureGrid: (n) => `${n} imagens`,
  gallery: 'Imagens e arquivos', noPictures: 'Nenhuma imagem ainda. As que forem enviadas ficam reunidas aqui.', noFiles: 'Nenhum arquivo ainda. Os que forem enviados ficam reunidos aqui.', lookingBack: 'Procurando mais atrás…',
  fromTo: (n, all) => `${n} de ${all}`, previousPicture: 'Imagem anterior', nextPicture: 'Imagem seguinte', zoomIn: 'Ampliar', zoomOut: 'Reduzir', showInRoom: 'Mostrar na conversa', downloadFile: (n) => `Baixar ${n}`,

  // around the chat, and what is wrong with the connection
  invite: 'Convidar', alone: 'Ainda não há mais ninguém aqui. Mostre este código.', aloneHere: 'Ainda não há mais ninguém aqui.', settings: 'Configurações',
  cannotConnect: 'O papo não pode ser alcançado no momento.', whatIsWrong: 'O que há de errado?', doctor: 'Conexão', looking: 'Verificando…', lookAgain: 'Verificar de novo',
  doctorFine: 'Tudo funciona: o servidor responde e as mensagens passam.',
  doctorOffline: 'Este aparelho está sem rede.', doctorOfflineTry: ['Ligue o Wi-Fi, ou conecte o cabo.', 'Escolha a mesma rede do computador onde o papo está.'],
  doctorUnreachable: 'O servidor não responde.',
  doctorUnreachableTry: ['O papo ainda está aberto no computador dele, e o computador está acordado?', 'Vocês estão na mesma rede? Redes de visitantes costumam ser outra.',
    'Alguns Wi-Fi separam os aparelhos (“isolamento de clientes”). Tente outra rede, ou um cabo.', 'O computador pode ter um novo endereço. Peça o código de novo.'],
  doctorBlocked: 'O servidor responde, mas algo no caminho bloqueia a conversa (WebSocket).',
  doctorBlockedTry: ['Desligue um proxy ou VPN para este endereço.', 'Permita esta página no programa de segurança ou na extensão do navegador.', 'Atrás de um proxy reverso: ele precisa repassar o upgrade de WebSocket em /ws.'],
  doctorOther: 'Algo responde neste endereço, mas não é o papo.', doctorOtherTry: ['A rede pede login antes? Abra qualquer página, entre e volte.', 'Compare o endereço com o da tela do servidor.'],
  doctorFull: 'O servidor está cheio.', doctorFullTry: ['Espere um pouco: o papo tenta de novo sozinho.', 'Quem o mantém pode aumentar --max-connections.'],
  doctorDrafts: 'Pode continuar escrevendo. O que você escrever é enviado quando a conexão voltar.',
  abilities: 'O que esta página pode fazer aqui', abilitiesSecure: 'Tudo: a conexão é segura.', abilitiesInsecure: 'Sem HTTPS os navegadores desligam algumas coisas. O papo faz isto no lugar:',
  abilityNotifications: 'Notificações', abilityNotificationsInstead: 'um som suave, e um número no título',
  abilityInstalling: 'Instalar como aplicativo', abilityInstallingInstead: 'guarde um favorito, ou “Adicionar à tela inicial” no menu do navegador',
  abilityClipboard: 'Copiar com um toque', abilityClipboardInstead: 'um jeito mais antigo, ou o texto é selecionado para você copiar',
  mentioned: (from, room) => `${from} em ${room}`,

  // inviting, settings, shortcuts, going to another room
  inviteTitle: (room) => `Convidar para ${room}`, inviteHint: 'Na mesma rede, aponte a câmera do celular para este código, ou digite o endereço num navegador.',
  inviteCode: (url) => `Código QR de ${url}`, inviteOthers: 'O código não funciona? Tente outro endereço deste computador.',
  inviteShort: 'O nome da sala é longo demais para o código. Ele leva à página inicial.',
  inviteNone: 'Este papo só pode ser acessado neste computador. Para convidar outras pessoas, inicie na rede:',
  copy: 'Copiar', copied: 'Copiado', copyYourself: 'Copiar não é permitido aqui. O endereço está selecionado: copie com Ctrl+C, ou toque e segure.', share: 'Compartilhar', shareText: (room) => `Venha para ${room} no papo`,

  theme: 'Tema', themes: { system: 'Como o sistema', light: 'Claro', dark: 'Escuro' },
  contrast: 'Contraste', contrasts: { system: 'Como o sistema', more: 'Maior' },
  textSize: 'Tamanho do texto', textSizes: { small: 'Pequeno', normal: 'Normal', large: 'Grande', largest: 'Maior' },
  languageOf: 'Idioma', languages: { system: 'Como o navegador', en: 'English', pt: 'Português' }, languageHint: 'A página é carregada de novo.',
  sounds: 'Sons', soundsHint: 'Um toque suave quando alguém menciona você.', notifications: 'Notificações', notificationsHint: 'Quando alguém menciona você e o papo está fora da vista.',
  notificationsInsecure: 'Os navegadores só permitem com HTTPS. Aqui o papo toca um som e conta no título.',
  notificationsDenied: 'Estão desligadas para esta página nas configurações do navegador.', notificationsMissing: 'Este navegador não tem. O papo toca um som e conta no título.',

  shortcuts: 'Atalhos do teclado', keySearch: 'Buscar na sala', keyHelp: 'Esta ajuda', keyRooms: 'Ir para uma sala', keyPrevious: 'A sala acima', keyNext: 'A sala abaixo',
  keySend: 'Enviar', keyLine: 'Uma nova linha', keyClose: 'Fechar o que está aberto', keyNames: { ArrowUp: '↑', ArrowDown: '↓', Enter: 'Enter', Escape: 'Esc' },
  goTo: 'Ir para uma sala', goToHint: 'Nome de uma sala', goToNew: (room) => `Abrir “${room}”`, goToNone: 'Nenhuma outra sala aberta. Digite um nome para abrir uma.', roomsFound: (n) => (n === 1 ? '1 sala' : `${n} salas`),
};
