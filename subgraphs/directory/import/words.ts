import { parseLanguages } from '../../../platform/contact-details/languages.ts';
import { recogniseParticipant } from '../../../platform/states/recognise.ts';
import { memberStates } from '../../../platform/states/states.ts';
import {
  type ContactFunction,
  type ContactKind,
  contactFunctions,
  type Language,
  officialLanguages,
} from '../../../platform/vocabulary/terms.ts';
import { type TextField, textFields } from '../contacts/texts.ts';
import type { ImportedField } from './imported-file.ts';

// What people write for the product's own words.

/** One spelling of a word: without case, marks, spaces and punctuation. */
export const plainWord = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const byWord = <T extends string>(words: Readonly<Record<T, string>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries<string>(words).flatMap(([meant, list]) =>
      [meant, ...list.split('|')].map((word): [string, string] => [plainWord(word), meant]),
    ),
  );

type Named =
  | Exclude<ImportedField, 'texts'>
  | 'id'
  | 'state'
  | 'level'
  | 'timeZone'
  | 'unofficialEnglish'
  | 'none';
/** A column of a table: a field, or a text in one language. */
export type Column = Named | { readonly field: TextField; readonly language: Language };

/** How columns are called in the six official languages, beside the names the API gives them. */
const columnWords: Readonly<Record<Named, string>> = {
  id: 'uid|identifier',
  state: 'iso3|country|member state|pays|État|estado|país|страна|государство|国家|الدولة|البلد',
  function: 'fonction|función|функция|职能|الوظيفة',
  kind: 'type|type of contact|genre|tipo|тип|类型|النوع',
  level: 'niveau|nivel|уровень|级别|المستوى',
  name: 'full name|contact name|nom|nom complet|nombre|nombre completo|имя|фио|姓名|الاسم',
  title:
    'position|job title|titre|poste|fonction exercée|cargo|puesto|título|должность|职务|职称|المنصب|المسمى الوظيفي',
  entity:
    'organization|organisation|institution|agency|ministry|entité|organisme|entidad|organización|institución|организация|ведомство|机构|单位|الجهة|المؤسسة',
  webPage:
    'website|web site|web|url|homepage|site web|page web|sitio web|página web|сайт|веб-сайт|网站|网页|الموقع الإلكتروني',
  emails:
    'email|e-mail|email address|email addresses|mail|courriel|courriels|adresse électronique|correo|correo electrónico|correos electrónicos|электронная почта|эл. почта|电子邮件|邮箱|البريد الإلكتروني',
  phones:
    'phone|telephone|telephones|telephone number|phone number|tel|mobile|téléphone|teléfono|teléfonos|телефон|телефоны|电话|الهاتف|هاتف',
  languages: 'language|spoken languages|langue|langues|idioma|idiomas|язык|языки|语言|اللغة|اللغات',
  timeZone: 'time zone|tz|fuseau horaire|huso horario|zona horaria|часовой пояс|时区|المنطقة الزمنية',
  availability: 'hours|working hours|office hours|horaires|horario|часы работы|工作时间|ساعات العمل',
  publicKeys: 'public key|openpgp|pgp|pgp key|clé publique|clave pública|открытый ключ|公钥|المفتاح العام',
  unofficialEnglish: 'unofficial english',
  none: 'updatedAt|notShown|revision|telephones (all)',
};
const columns = byWord(columnWords);

/** `name:ru`, `Name (RU)`. */
const textColumns: ReadonlyMap<string, Column> = new Map(
  textFields.flatMap((field) =>
    officialLanguages.map((language): [string, Column] => [
      plainWord(`${field} ${language}`),
      { field, language },
    ]),
  ),
);

/** The field that a heading names; `none` for one that an export has and nothing is read of; null for one that is not known. */
export function columnOf(heading: string): Column | null {
  const word = plainWord(heading);
  const text = textColumns.get(word);
  if (text) return text;
  const found = columns.get(word) ?? columns.get(word.replace(/\p{N}+$/u, ''));
  return Object.keys(columnWords).find((column): column is Named => column === found) ?? null;
}

const functionWords = byWord<ContactFunction>({
  DIPLOMATIC:
    'diplomatic/policy|diplomatic point of contact|policy|diplomatique|diplomático|дипломатическая|дипломатический|外交|دبلوماسية',
  TECHNICAL: 'technical point of contact|technique|técnico|técnica|техническая|технический|技术|تقنية',
  LEGAL: 'legal point of contact|juridique|jurídico|jurídica|правовая|юридическая|法律|قانونية',
  ASSISTANCE:
    'assistance and capacity-building|point of contact for assistance and capacity-building|capacity-building|assistance/capacity-building|assistance et renforcement des capacités|asistencia|содействие|помощь|援助|مساعدة',
});

/** Undefined where it is none of the four. */
export function functionOf(text: string): ContactFunction | undefined {
  const meant = functionWords.get(plainWord(text));
  return contactFunctions.find((one) => one === meant);
}

const kindWords = byWord<ContactKind>({
  PERSON: 'individual|personne|persona|лицо|человек|个人|人员|شخص',
  OFFICE: 'org|organization|organisation|group|bureau|oficina|отдел|ведомство|办公室|机构|مكتب',
});

export function kindOf(text: string): ContactKind | undefined {
  const meant = kindWords.get(plainWord(text));
  return meant === 'PERSON' || meant === 'OFFICE' ? meant : undefined;
}

/** A state by its code of three or two letters, or by its name in an official language. Null where it is none. */
export function stateOf(text: string): string | null {
  const code = text.trim().toUpperCase();
  const coded = memberStates.find(({ iso2, iso3 }) => iso3 === code || iso2 === code);
  if (coded) return coded.iso3;
  const meant = recogniseParticipant(text);
  return meant.kind === 'state' ? meant.iso3 : null;
}

const longestItem = 200;

/** Languages as codes where they are written as names. What is neither stays as it is, for the field itself to refuse. */
export function languageItems(items: readonly string[]): string[] {
  return items.flatMap((item) => {
    if (item.length > longestItem) return [item];
    if (/^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i.test(item)) return [item];
    const { languages, unknown } = parseLanguages(item);
    return languages.length > 0 && unknown.length === 0 ? languages : [item];
  });
}
