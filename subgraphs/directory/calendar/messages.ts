import { type Catalogue, translators } from '../../../platform/languages/catalogue.ts';

type Key = 'name' | 'due' | 'overdue' | 'how' | 'DIPLOMATIC' | 'TECHNICAL' | 'LEGAL' | 'ASSISTANCE';

/** What a calendar of reviews says, in the six official languages. */
export const catalogue: Catalogue<Key> = {
  EN: {
    name: '{state}: review of points of contact',
    due: '{function}: {count, plural, one {review of a point of contact} other {review of # points of contact}}',
    overdue: 'Overdue: {what}',
    how: 'Sign in to the directory and confirm what is still correct, or change it.',
    DIPLOMATIC: 'Diplomatic',
    TECHNICAL: 'Technical',
    LEGAL: 'Legal',
    ASSISTANCE: 'Assistance and capacity-building',
  },
  FR: {
    name: '{state} : vérification des points de contact',
    due: '{function} : {count, plural, one {vérification d’un point de contact} other {vérification de # points de contact}}',
    overdue: 'En retard – {what}',
    how: 'Connectez-vous au répertoire et confirmez ce qui est toujours exact, ou modifiez-le.',
    DIPLOMATIC: 'Diplomatique',
    TECHNICAL: 'Technique',
    LEGAL: 'Juridique',
    ASSISTANCE: 'Assistance et renforcement des capacités',
  },
  ES: {
    name: '{state}: revisión de los puntos de contacto',
    due: '{function}: {count, plural, one {revisión de un punto de contacto} other {revisión de # puntos de contacto}}',
    overdue: 'Atrasada: {what}',
    how: 'Inicie sesión en el directorio y confirme lo que siga siendo correcto, o modifíquelo.',
    DIPLOMATIC: 'Diplomático',
    TECHNICAL: 'Técnico',
    LEGAL: 'Jurídico',
    ASSISTANCE: 'Asistencia y creación de capacidad',
  },
  RU: {
    name: '{state}: проверка контактных пунктов',
    due: '{function}: {count, plural, one {проверка # контактного пункта} few {проверка # контактных пунктов} many {проверка # контактных пунктов} other {проверка # контактного пункта}}',
    overdue: 'Просрочено: {what}',
    how: 'Войдите в справочник и подтвердите то, что по-прежнему верно, или измените это.',
    DIPLOMATIC: 'Дипломатические вопросы',
    TECHNICAL: 'Технические вопросы',
    LEGAL: 'Правовые вопросы',
    ASSISTANCE: 'Помощь и наращивание потенциала',
  },
  ZH: {
    name: '{state}：联络人复核',
    due: '{function}：复核{count, plural, other {#个联络人}}',
    overdue: '已逾期：{what}',
    how: '请登录名录，确认仍然正确的信息，或予以更改。',
    DIPLOMATIC: '外交',
    TECHNICAL: '技术',
    LEGAL: '法律',
    ASSISTANCE: '援助和能力建设',
  },
  AR: {
    name: '{state}: مراجعة جهات الاتصال',
    due: '{function}: {count, plural, zero {لا مراجعة} one {مراجعة جهة اتصال واحدة} two {مراجعة جهتي اتصال} few {مراجعة # جهات اتصال} many {مراجعة # جهة اتصال} other {مراجعة # جهة اتصال}}',
    overdue: 'متأخرة: {what}',
    how: 'سجّل الدخول إلى الدليل وأكّد ما لا يزال صحيحا أو غيّره.',
    DIPLOMATIC: 'الشؤون الدبلوماسية',
    TECHNICAL: 'الشؤون التقنية',
    LEGAL: 'الشؤون القانونية',
    ASSISTANCE: 'المساعدة وبناء القدرات',
  },
};

export const inLanguage = translators(catalogue);
