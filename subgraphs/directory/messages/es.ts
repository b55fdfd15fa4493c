import type { Messages } from '../../../platform/languages/catalogue.ts';
import type { MessageKey } from './en.ts';

export const es: Messages<MessageKey> = {
  'messages.test.subject': 'Mensaje de prueba del directorio',
  'messages.test.body':
    'Esta es una prueba que usted solicitó el {at, date, long} a las {at, time, short} UTC. Si puede leerla, los mensajes del directorio llegan.',
  'participation.left.subject': 'Su Estado ha abandonado el directorio',
  'participation.left.body':
    'En nombre de su Estado, la autoridad designada ha abandonado el directorio. Ya nadie ve sus puntos de contacto. Si no es lo que su Estado desea, la autoridad puede revertirlo hasta el {until, date, long} a las {until, time, short} UTC y encontrar todo como estaba. Después, los consentimientos terminan y los puntos de contacto se eliminan.',
  'review.reminder.subject':
    '{count, plural, one {Hay que confirmar un punto de contacto de su Estado} many {Hay que confirmar # puntos de contacto de su Estado} other {Hay que confirmar # puntos de contacto de su Estado}}',
  'review.reminder.intro':
    'Indique si lo que el directorio muestra de {count, plural, one {un punto de contacto de su Estado} many {# puntos de contacto de su Estado} other {# puntos de contacto de su Estado}} sigue siendo correcto.',
  'review.reminder.due':
    'Con retraso: {overdue, number}. Por confirmar en 7 días: {inAWeek, number}; en 30 días: {inAMonth, number}; en 60 días: {inTwoMonths, number}. La primera fecha es el {firstDue, date, long}.',
  'review.reminder.how':
    'El enlace muestra lo que figura ahora en el directorio. Usted confirma uno o todos con un clic, y nada antes. Si algo ha cambiado, cámbielo en el directorio: eso vale como confirmación. Nada se elimina por estar atrasado; los lectores ven el retraso.',
  'review.reminder.until':
    'El enlace es solo para la autoridad de su Estado. Funciona hasta el {until, date, long}.',
  'review.reminder.action': 'Ver y confirmar',
  'submission.entered.subject': 'Cambios que su Estado comunicó por nota verbal esperan su conformidad',
  'submission.intro':
    'El custodio del directorio ha introducido {acts, plural, one {un cambio} many {# cambios} other {# cambios}} de los puntos de contacto de su Estado, como su Estado pidió en su nota verbal {reference}.',
  'submission.entered.how':
    'Le rogamos que examine lo que cambiaría y que lo confirme o lo rechace en el directorio. Nada surte efecto sin la conformidad de la autoridad de su Estado.',
  'submission.due':
    'Su respuesta se espera hasta el {due, date, long} a las {due, time, short} UTC. Sin ella nada cambia.',
  'submission.reminder.subject':
    '{days, plural, one {Queda un día} many {Quedan # días} other {Quedan # días}}: cambios que su Estado comunicó por nota verbal esperan su conformidad',
  'submission.confirmed.subject': 'Cambios comunicados por nota verbal han surtido efecto',
  'submission.confirmed.body':
    'Lo que pedía la nota verbal {reference} ha surtido efecto en el directorio: {acts, plural, one {un cambio} many {# cambios} other {# cambios}}.',
  'submission.refused.subject': 'Cambios comunicados por nota verbal han sido rechazados',
  'submission.refused.body':
    'La autoridad del Estado ha rechazado lo que se introdujo por la nota verbal {reference}. Nada de ello ha surtido efecto. El motivo figura en el directorio.',
  'submission.withdrawn.subject': 'Cambios introducidos por una nota verbal han sido retirados',
  'submission.withdrawn.body':
    'El custodio ha retirado lo que había introducido por la nota verbal {reference}. Nada de ello ha surtido efecto. El motivo figura en el directorio.',
  'submission.expired.subject': 'Cambios comunicados por nota verbal no han surtido efecto',
  'submission.expired.body':
    'Nadie confirmó a tiempo lo que se introdujo por la nota verbal {reference}. Nada de ello ha surtido efecto. El Estado puede hacer los cambios por sí mismo o enviar de nuevo su nota.',
};
