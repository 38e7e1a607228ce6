#!/usr/bin/env node
// Lists all modules of the client in www/index.html, so that a browser asks for them at once and not as it finds them,
// one import behind the other. Run it when a module has come or gone; tests/web/preload.test.mjs tells when.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPreloads } from '../../tests/web/preload.mjs';

const www = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../www');
const page = join(www, 'index.html');
writeFileSync(page, withPreloads(readFileSync(page, 'utf8'), www));
