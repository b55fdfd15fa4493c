import { type Catalogue, translators } from '../languages/catalogue.ts';

type FrameKey = 'greeting' | 'greeting.nobody' | 'link' | 'foot';

/** What stands around every message: how its reader is addressed, and what it is. */
export const frame: Catalogue<FrameKey> = {
  AR: {
    greeting: 'تحية طيبة إلى {name}،',
    'greeting.nobody': 'تحية طيبة،',
    link: 'إذا لم يعمل الزر، انسخ هذا العنوان في متصفحك:',
    foot: 'أرسل الدليل العالمي لجهات الاتصال هذه الرسالة آليا. يرجى عدم الرد عليها.',
  },
  EN: {
    greeting: 'Dear {name},',
    'greeting.nobody': 'Good day,',
    link: 'If the button does not work, copy this address into your browser:',
    foot: 'The global directory of points of contact sent this message automatically. Please do not reply to it.',
  },
  ES: {
    greeting: 'Buenos días, {name}:',
    'greeting.nobody': 'Buenos días:',
    link: 'Si el botón no funciona, copie esta dirección en su navegador:',
    foot: 'El directorio mundial de puntos de contacto ha enviado este mensaje de forma automática. Le rogamos que no responda a él.',
  },
  FR: {
    greeting: 'Bonjour {name},',
    'greeting.nobody': 'Bonjour,',
    link: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :',
    foot: 'Le répertoire mondial des points de contact a envoyé ce message automatiquement. Merci de ne pas y répondre.',
  },
  RU: {
    greeting: 'Здравствуйте, {name}!',
    'greeting.nobody': 'Здравствуйте!',
    link: 'Если кнопка не работает, скопируйте этот адрес в браузер:',
    foot: 'Это сообщение автоматически отправлено глобальным реестром контактных пунктов. Пожалуйста, не отвечайте на него.',
  },
  ZH: {
    greeting: '{name}，您好！',
    'greeting.nobody': '您好！',
    link: '如果按钮无法使用，请将以下网址复制到浏览器中打开：',
    foot: '本邮件由全球联络点名录自动发送，请勿回复。',
  },
};

export const frameIn = translators(frame);
