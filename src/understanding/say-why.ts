/** A plain English sentence from a `why` code, for the command line; the kiosk has its own words in each language. */
import type { Why, WhyRule } from './evidence.ts';

const SENTENCES: Record<WhyRule, (w: Why) => string> = {
  class_words: (w) => `The words ${w.words} decided.`,
  class_none: (w) => `None of the classes fits: ${w.class} would come nearest${w.words ? `, for the words ${w.words}` : ''}.`,
  class_invoice_data: () => 'The data attached to it says that it is an invoice.',
  person_printed: (w) => `"${w.words}" is printed as the addressee.`,
  person_alias: (w) => `"${w.words}" is another name of this person.`,
  person_birth_name: (w) => `"${w.words}" is this person's birth name.`,
  person_misspelt: (w) => `"${w.words}" is this person's name but for a letter or two.`,
  person_initial: (w) => `The initial in "${w.words}" fits only this person.`,
  person_last_name: (w) => `Only one person is called "${w.words}".`,
  person_left: (w) => `"${w.words}" has left; this is the successor or the last department.`,
  person_told_by_department: (w) => `Several people could be "${w.words}"; the printed department tells which.`,
  department_printed: (w) => `The department is printed: "${w.words}".`,
  department_mailbox: (w) => `The department's mailbox is printed: "${w.words}".`,
  department_of_class: (w) => `Nobody is named; documents of class ${w.class} come here${w.words === '' ? '' : ` (${w.words})`}.`,
  department_of_sender: (w) => `Nobody is named; ${w.letters} letters of ${w.words || 'this sender'} all went here.`,
  possible_person: (w) => `"${w.words}" could mean this person.`,
};

export const sayWhy = (why: Why): string => SENTENCES[why.rule](why);
