// What makes writing and reading comfortable: completion, emoji, what one can do with a message, what is announced.
import { language } from './i18n.js';
import { Announcer } from './views/announcer.js';
import { EmojiPicker } from './views/emoji_picker.js';
import { MessageTools } from './views/message_tools.js';
import { Suggestions } from './views/suggestions.js';

// `people()` -> { me, members } of the room that is shown; `conversation` and `composer` stand in the page already, and may
// have been used for a while.
export function startTalk({ conversation, composer, memory, people }) {
  const nameOf = ({ name, nome }) => (language === 'pt' ? nome : name).replaceAll('_', ' ');
  const picker = new EmojiPicker(memory, { nameOf, pick: (emoji) => composer.write(emoji), closed: () => composer.input.focus() });
  composer.sendButton.before(picker.button);
  const suggestions = new Suggestions(composer, { people, nameOf, used: (emoji) => picker.used(emoji) });
  composer.input.closest('.composer').append(suggestions.element, suggestions.status);
  conversation.announcer = new Announcer();
  conversation.element.after(conversation.announcer.element);
  return new MessageTools(conversation, conversation.announcer);
}
