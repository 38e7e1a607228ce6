// What the client says of inviting, settings, shortcuts and going to another room: in dialogs, which know their words
// when they are there.
import { learn } from '../i18n.js';

export const english = {
  inviteTitle: (room) => `Invite to ${room}`, inviteHint: 'On the same network, point a phone’s camera at this code, or type the address into a browser.',
  inviteCode: (url) => `QR code of ${url}`, inviteOthers: 'The code does not work? Try another address of this computer.',
  inviteShort: 'The name of the room is too long for the code. It leads to the start page.',
  inviteNone: 'This papo can only be reached from this computer. To invite others, start it on the network:',
  copy: 'Copy', copied: 'Copied', copyYourself: 'Copying is not allowed here. The address is selected: copy it with Ctrl+C, or press and hold.', share: 'Share', shareText: (room) => `Come to ${room} on papo`,

  theme: 'Theme', themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  contrast: 'Contrast', contrasts: { system: 'As the system', more: 'More' },
  textSize: 'Size of text', textSizes: { small: 'Small', normal: 'Normal', large: 'Large', largest: 'Largest' },
  languageOf: 'Language', languages: { system: 'As the browser', en: 'English', pt: 'Português' }, languageHint: 'The page is loaded anew.',
  sounds: 'Sounds', soundsHint: 'A soft tone when somebody mentions you.', notifications: 'Notifications', notificationsHint: 'When somebody mentions you and papo is out of sight.',
  notificationsInsecure: 'Browsers allow them only with HTTPS. Here papo plays a sound and counts in the title.',
  notificationsDenied: 'They are turned off for this page in the browser’s own settings.', notificationsMissing: 'This browser has none. papo plays a sound and counts in the title.',

  shortcuts: 'Keyboard shortcuts', keySearch: 'Search in the room', keyHelp: 'This help', keyRooms: 'Go to a room', keyPrevious: 'The room above', keyNext: 'The room below',
  keySend: 'Send', keyLine: 'A new line', keyClose: 'Close what is open', keyNames: { ArrowUp: '↑', ArrowDown: '↓', Enter: 'Enter', Escape: 'Esc' },
  goTo: 'Go to a room', goToHint: 'Name of a room', goToNew: (room) => `Open “${room}”`, goToNone: 'No other room is open. Type a name to open one.', roomsFound: (n) => (n === 1 ? '1 room' : `${n} rooms`),
};

export const portuguese = {
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

learn({ english, portuguese });
