// Everything the client says in English: a text for each key, or a function that makes it.
export const words = {
  // the way in
  tagline: 'The chat of this network', name: 'Your name', room: 'Room', enter: 'Come in', entering: 'Coming in…',
  roomPassword: 'Password', lockRoom: 'Lock this room with a password', needsPassword: 'This room has a password. Ask somebody who is in it.',
  nameFirst: 'Type your name first.', roomFirst: 'Give the room a name, or tap one below.',
  openRooms: 'Open rooms', recentRooms: 'Recent rooms', noRooms: 'No room is open yet. Name one and come in.',
  members: (n) => (n === 1 ? '1 person' : `${n} people`), locked: 'locked',
  stillLoading: 'papo is not all here yet. It goes on as soon as the server can be reached.', loadFailed: 'A part of papo could not be loaded.', loadAgain: 'Load again',

  // a room and what is said in it
  rooms: 'Rooms', people: 'People', leave: 'Leave the room', you: 'you',
  write: 'Write a message', send: 'Send', attach: 'Send a photo or a file',
  reconnecting: 'Reconnecting. You can go on writing.', connecting: 'Connecting…',
  today: 'Today', yesterday: 'Yesterday', older: 'Load older messages', newer: 'Load newer messages', newest: 'Newest', newLine: 'New',
  newCount: (n) => (n === 1 ? '1 new message' : `${n} new messages`),
  nobody: 'Nobody has said anything here yet. Say hello.', typingOne: (a) => `${a} is writing…`, typingMany: 'Several people are writing…',
  came: (a) => `${a} came in`, went: (a) => `${a} left`, andMore: (a, n) => `${a} and ${n} more`, and: (a, b) => `${a} and ${b}`,
  retry: 'Try again', discard: 'Discard', cancel: 'Cancel', close: 'Close', download: 'Download', openImage: (n) => `Open the picture ${n}`,
  waiting: 'Waiting', tooLarge: (s) => `The file is larger than ${s}.`,
  tooLong: 'That is too long for one message.', conversation: 'Conversation',
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

  // rooms and the people in them
  nameHere: 'Your name in this room', myRooms: 'Your rooms', otherRooms: 'Other rooms',
  newRoom: 'New room', newRoomName: 'Name of the room', openRoom: 'Open it', leaveRoom: (room) => `Leave ${room}`,
  leaveHint: 'Leave this room. Its messages stay, and you can come back.',
  unreadCount: (n) => (n === 1 ? '1 unread message' : `${n} unread messages`), mentionCount: (n) => (n === 1 ? '1 mentions you' : `${n} mention you`),
  state_waiting: 'coming in…', state_refused: 'not in', mention: (name) => `Mention ${name}`, isTyping: 'is writing',

  // writing and reading
  sent: 'Sent', sentFile: (name) => `sent ${name}`, copyMessage: 'Copy', copyLink: 'Copy the link', copiedMessage: 'Copied', messageMenu: 'Message',
  copyYourselfMessage: 'Copying is not allowed here. The text is selected: copy it with Ctrl+C, or press and hold.',
  bytesLeft: (n) => (n === 1 ? '1 byte left' : `${n} bytes left`), bytesOver: (n) => (n === 1 ? '1 byte too long' : `${n} bytes too long`),
  suggestPeople: 'People to mention', suggestEmoji: 'Emoji', suggested: (n) => (n === 1 ? '1 suggestion' : `${n} suggestions`),
  emoji: 'Emoji', searchEmoji: 'Search emoji', noEmoji: 'No emoji for that.', emojiFound: 'Found',
  emojiGroups: { recent: 'Used lately', faces: 'Faces', people: 'People and hearts', nature: 'Animals and nature', food: 'Food and drink', things: 'Things and places', signs: 'Signs and flags' },

  // photos and files
  camera: 'Take a photo', attachments: 'Attached files', caption: 'Caption', removeFile: (n) => `Remove ${n}`, dropTo: (r) => `Drop it to attach it to ${r}`, dropHint: 'Several at once are fine',
  preparing: 'Getting ready', queued: 'Waiting for the others', offlineUpload: 'Waiting for the connection, goes on by itself', uploaded: 'Ready to send',
  speed: (s) => `${s}/s`, left: (time) => `${time} left`, seconds: (n) => `${n} s`, minutes: (n) => `${n} min`, uploading: 'Uploading', sendAnyway: 'Send it as it is',
  tooMany: (n) => `${n} files at once are the most. Send these first.`, heicNote: 'HEIC: many devices cannot show it, and the place stays in it',
  uploadErrors: {
    network: 'The connection broke off.', busy: 'The server is very busy.', full: 'The server is very busy.', unreadable: 'It cannot be read. Folders cannot be sent, files can.',
    empty_file: 'The file is empty.', damaged: 'It seems damaged, so the place where it was taken cannot be removed from it.',
  },
  picture: 'Picture', pictures: 'Pictures', files: 'Files', moreOf: (n) => `${n} more pictures`, pictureGone: 'The picture is not there any more.', pictureGrid: (n) => `${n} pictures`,
  gallery: 'Pictures and files', noPictures: 'No pictures yet. Those that are sent here gather here.', noFiles: 'No files yet. Those that are sent here gather here.', lookingBack: 'Looking further back…',
  fromTo: (n, all) => `${n} of ${all}`, previousPicture: 'Older picture', nextPicture: 'Newer picture', zoomIn: 'Larger', zoomOut: 'Smaller', showInRoom: 'Show in the conversation', downloadFile: (n) => `Download ${n}`,

  // around the chat, and what is wrong with the connection
  invite: 'Invite', alone: 'Nobody else is here yet. Show this code.', aloneHere: 'Nobody else is here yet.', settings: 'Settings',
  cannotConnect: 'papo cannot be reached at the moment.', whatIsWrong: 'What is wrong?', doctor: 'Connection', looking: 'Looking…', lookAgain: 'Look again',
  doctorFine: 'Everything works: the server answers and messages get through.',
  doctorOffline: 'This device has no network.', doctorOfflineTry: ['Turn on the Wi-Fi, or plug in the cable.', 'Choose the same network as the computer that runs papo.'],
  doctorUnreachable: 'The server does not answer.',
  doctorUnreachableTry: ['Is papo still running on its computer, and is that computer awake?', 'Are you on the same network? Guest networks often are another one.',
    'Some Wi-Fi keeps its devices apart (“client isolation”). Try another network, or a cable.', 'The computer may have a new address. Ask for the code again.'],
  doctorBlocked: 'The server answers, but something on the way blocks the chat (WebSocket).',
  doctorBlockedTry: ['Turn off a proxy or VPN for this address.', 'Let the security program or browser extension allow this page.', 'Behind a reverse proxy: it must pass on the WebSocket upgrade of /ws.'],
  doctorOther: 'Something answers at this address, but it is not papo.', doctorOtherTry: ['Does the network ask you to log in first? Open any page, log in, and come back.', 'Compare the address with the one on the server’s screen.'],
  doctorFull: 'The server is full.', doctorFullTry: ['Wait a moment: papo tries again by itself.', 'Whoever runs it can raise --max-connections.'],
  doctorDrafts: 'You can go on writing. What you write is sent when the connection is back.',
  abilities: 'What this page can do here', abilitiesSecure: 'Everything: the connection is secure.', abilitiesInsecure: 'Without HTTPS browsers switch some things off. papo does this instead:',
  abilityNotifications: 'Notifications', abilityNotificationsInstead: 'a soft sound, and a count in the title',
  abilityInstalling: 'Installing as an app', abilityInstallingInstead: 'keep a bookmark, or “Add to home screen” in the browser’s menu',
  abilityClipboard: 'Copying at a touch', abilityClipboardInstead: 'an older way, or the text is selected for you to copy',
  mentioned: (from, room) => `${from} in ${room}`,

  // inviting, settings, shortcuts, going to another room
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
