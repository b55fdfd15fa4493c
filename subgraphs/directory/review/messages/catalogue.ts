import { type Catalogue, translators } from '../../../../platform/languages/catalogue.ts';
import { ar } from './ar.ts';
import { en, type MessageKey } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ru } from './ru.ts';
import { zh } from './zh.ts';

/** What the page behind a reminder's link says, in the six official languages. */
export const catalogue: Catalogue<MessageKey> = { AR: ar, EN: en, ES: es, FR: fr, RU: ru, ZH: zh };

export const inLanguage = translators(catalogue);
