// What /api/status says, made into what people read. No page, no network: tested in Node.

export const words = {
  en: {
    people: 'People connected',
    rooms: 'rooms',
    messages: 'Messages a second',
    deliveries: 'deliveries a second',
    latency: 'Time to everybody (99 %)',
    median: 'half of them within',
    queued: 'Waiting to be sent',
    slow: 'cut off as too slow',
    traffic: 'Sent a second',
    received: 'received',
    uploads: 'Uploads',
    active: 'under way',
    stored: 'kept',
    free: 'Free on the disk of uploads',
    database: 'Database',
    databaseFree: 'free on its disk',
    memory: 'Memory',
    processor: 'of a processor',
    refusals: 'Limits met a second',
    total: 'since the start',
    about: (version, uptime) => `version ${version}, running for ${uptime}`,
    lost: 'papo does not answer. Trying again…',
    forbidden: 'This page is for the host: open it on the machine itself, or start papo with --admin-from.',
    units: ['d', 'h', 'min', 's'],
  },
  pt: {
    people: 'Pessoas conectadas',
    rooms: 'salas',
    messages: 'Mensagens por segundo',
    deliveries: 'entregas por segundo',
    latency: 'Tempo até todos (99 %)',
    median: 'metade em até',
    queued: 'Esperando envio',
    slow: 'desconectados por lentidão',
    traffic: 'Enviado por segundo',
    received: 'recebido',
    uploads: 'Envios de arquivos',
    active: 'em andamento',
    stored: 'guardados',
    free: 'Livre no disco dos arquivos',
    database: 'Banco de dados',
    databaseFree: 'livre no disco dele',
    memory: 'Memória',
    processor: 'de um processador',
    refusals: 'Limites atingidos por segundo',
    total: 'desde o início',
    about: (version, uptime) => `versão ${version}, no ar há ${uptime}`,
    lost: 'O papo não responde. Tentando de novo…',
    forbidden: 'Esta página é do anfitrião: abra na própria máquina ou inicie o papo com --admin-from.',
    units: ['d', 'h', 'min', 's'],
  },
};

export const languageOf = (languages) => {
  for (const each of languages) {
    const language = each.slice(0, 2).toLowerCase();
    if (language in words) return language;
  }
  return 'en';
};

export const bytes = (n, locale) => {
  let unit = 0;
  for (; n >= 1024 && unit < 4; ++unit) n /= 1024;
  const digits = unit > 0 && n < 10 ? 1 : 0;
  return `${n.toLocaleString(locale, { maximumFractionDigits: digits })} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
};

export const duration = (us, locale) => {
  if (us === null) return '–';
  const [n, unit] = us < 1000 ? [us, 'µs'] : us < 1e6 ? [us / 1000, 'ms'] : [us / 1e6, 's'];
  return `${n.toLocaleString(locale, { maximumSignificantDigits: 2 })} ${unit}`;
};

export const uptime = (seconds, units) => {
  const parts = [
    Math.floor(seconds / 86400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  const first = Math.min(parts.findIndex((part) => part > 0) & 3, 3);
  return parts
    .slice(first, first + 2)
    .map((part, i) => `${part} ${units[first + i]}`)
    .join(' ');
};

// µs that `share` of what came between two histograms did not exceed, to the bucket; null when nothing came.
export const quantile = (before, now, share) => {
  const counts = now.count.map((n, i) => n - (before?.count[i] ?? 0));
  const wanted = counts.at(-1) * share;
  if (wanted <= 0) return null;
  const at = counts.findIndex((n) => n >= wanted);
  return now.le[Math.min(at, now.le.length - 1)];
};

// What is shown, from two answers `seconds` apart; `before` absent at first.
export const figures = (before, now, seconds) => {
  const rate = (name) => (before && seconds > 0 ? Math.max(0, (now[name] - before[name]) / seconds) : 0);
  return {
    people: now.people,
    messages: rate('messages'),
    deliveries: rate('deliveries'),
    latency: quantile(before?.fanout, now.fanout, 0.99),
    median: quantile(before?.fanout, now.fanout, 0.5),
    queued: now.queued,
    sent: rate('bytes_out'),
    received: rate('bytes_in'),
    refusals: rate('refusals'),
    uploading: now.uploading,
    free: now.uploads_free,
    database: now.database,
    memory: now.memory,
    processor: rate('cpu_us') / 1e6,
  };
};

// The points of a sparkline in a box of 100 by 30, the newest at the right.
export const points = (values, length) => {
  const top = Math.max(...values.map((value) => value ?? 0), 1e-9);
  return values
    .map((value, i) => {
      const x = 100 - ((values.length - 1 - i) * 100) / (length - 1);
      return `${x.toFixed(1)},${(29 - ((value ?? 0) / top) * 28).toFixed(1)}`;
    })
    .join(' ');
};
