// What the client says of photos and files.
export const english = {
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
};

export const portuguese = {
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
};
