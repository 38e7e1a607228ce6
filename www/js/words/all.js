// Teaches the client all its words; imported before anything that says them.
import { learn } from '../i18n.js';
import * as chat from './chat.js';
import * as frame from './frame.js';
import * as media from './media.js';
import * as rooms from './rooms.js';
import * as talk from './talk.js';

learn(chat, rooms, talk, media, frame);
