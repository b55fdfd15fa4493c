import type { EntityManager } from 'typeorm';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { ValuesOf } from '../../../platform/messages/template.ts';
import { enqueueMessage, type OutgoingMessage } from '../../../platform/outbox/outbox.ts';
import type { TemplateName, templates } from './templates.ts';

export interface DirectoryMessage<Name extends TemplateName> extends OutgoingMessage {
  readonly template: Name;
  readonly values: ValuesOf<(typeof templates)[Name]>;
}

/** `enqueueMessage` for the directory's own templates: the values are those that the template asks for. */
export function enqueueDirectoryMessage<Name extends TemplateName>(
  manager: EntityManager,
  clock: Clock,
  message: DirectoryMessage<Name>,
): Promise<boolean> {
  return enqueueMessage(manager, clock, message);
}
