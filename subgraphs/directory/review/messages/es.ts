import type { Messages } from '../../../../platform/languages/catalogue.ts';
import type { MessageKey } from './en.ts';

export const es: Messages<MessageKey> = {
  product: 'Crosspoint',
  purpose:
    'El directorio mundial de puntos de contacto sobre la seguridad de las tecnologías de la información y las comunicaciones',
  languages: 'Idioma',
  title: '¿Siguen siendo correctos estos puntos de contacto?',
  intro:
    '{count, plural, one {Este es un punto de contacto de {state} tal como figura ahora en el directorio.} many {Estos son # puntos de contacto de {state} tal como figuran ahora en el directorio.} other {Estos son # puntos de contacto de {state} tal como figuran ahora en el directorio.}} No se confirma nada antes de que pulse un botón.',
  due: 'Debe confirmarse antes del {date, date, long}',
  overdue: 'Con retraso: debía confirmarse antes del {date, date, long}',
  one: 'Sigue siendo correcto',
  all: '{count, plural, one {Sigue siendo correcto} many {Los # siguen siendo correctos} other {Los # siguen siendo correctos}}',
  otherwise:
    '¿Hay algo que ya no es correcto? Inicie sesión y cámbielo en el directorio: eso vale como confirmación. Nada se elimina por estar atrasado.',
  confirmed:
    '{count, plural, one {Se ha confirmado un punto de contacto.} many {Se han confirmado # puntos de contacto.} other {Se han confirmado # puntos de contacto.}}',
  nothingLeft: 'No queda nada por confirmar aquí. Gracias.',
  changed: 'Algo cambió desde que se mostró, por lo que no se confirmó nada. Así está ahora.',
  stale: 'El formulario estaba incompleto, por lo que no se confirmó nada. Inténtelo de nuevo.',
  later: 'El directorio no responde en este momento. Inténtelo de nuevo en un minuto.',
  'link.title': 'Este enlace no se puede utilizar',
  'link.unknown': 'Este enlace no existe. Compruebe que se haya copiado entero.',
  'link.USED': 'Todo lo que podía confirmar ya está confirmado o ya no figura en el directorio.',
  'link.EXPIRED':
    'Ha caducado. El próximo recordatorio traerá uno nuevo; también puede iniciar sesión y confirmar en el directorio.',
  function: 'Función',
  'function.DIPLOMATIC': 'Diplomática y de políticas',
  'function.TECHNICAL': 'Técnica',
  'function.LEGAL': 'Jurídica',
  'function.ASSISTANCE': 'Asistencia y creación de capacidad',
  kind: 'Tipo',
  'kind.PERSON': 'Persona',
  'kind.OFFICE': 'Oficina',
  name: 'Nombre',
  position: 'Título o cargo',
  entity: 'Entidad',
  webPage: 'Página web',
  email: 'Correo electrónico',
  telephone: 'Teléfono',
  aroundTheClock: '{number} (las 24 horas)',
  spoken: 'Idiomas que habla',
  hours: 'Horario',
  allHours: 'Las 24 horas ({zone})',
  hoursOfDay: '{day}, de {from} a {to} ({zone})',
  key: 'Clave de cifrado',
  keyUntil: '{fingerprint} (hasta el {date, date, long})',
  unofficial: '{text} (traducción no oficial al inglés)',
};
