import { frBox } from './fr-box.ts';
import { frFailures } from './fr-failures.ts';
import { frIntake } from './fr-intake.ts';
import { frLists } from './fr-lists.ts';
import { frMail } from './fr-mail.ts';

export const fr = { ...frLists, ...frIntake, ...frMail, ...frBox, failures: frFailures };
