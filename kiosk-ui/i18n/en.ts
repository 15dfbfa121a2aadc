import type { Catalogue } from './catalogue.ts';
import { enBox } from './en-box.ts';
import { enFailures } from './en-failures.ts';
import { enIntake } from './en-intake.ts';
import { enLists } from './en-lists.ts';
import { enMail } from './en-mail.ts';

export const en: Catalogue = { ...enLists, ...enIntake, ...enMail, ...enBox, failures: enFailures };
