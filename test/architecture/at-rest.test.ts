import 'reflect-metadata';
import { getMetadataArgsStorage } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { storageModels } from '../../gateway/storage-models.ts';
import { isProtected } from '../../platform/encryption/sealed-columns.ts';

/** Columns of text that stand in clear, each with a reason in docs/adr/0014-encryption-at-rest.md: none tells of a person. */
const inClear: Readonly<Record<string, string>> = {
  account: 'id role iso3 language status created_at activated_at last_sign_in_at ended_at',
  attempt: 'place last_at blocked_until',
  calendar_feed: 'id iso3 secret_hash language created_at',
  change: 'epoch at kind source_key status first_seen_at last_seen_at',
  conflict: 'id iso3 contact_id field status opened_at chosen resolution resolved_at',
  consent:
    'id iso3 directory mode functions fields levels valid_until granted_at status ended_at copies replaced_by',
  contact: 'id iso3 provenance kept_from former_ids merged_into created_at updated_at removed_at',
  contact_indexed: 'contact_id iso3',
  contact_notice: 'contact_id origin changed_on notified_on iso3 function noted_at',
  contact_release: 'iso3 audience functions kinds fields released_at',
  contact_review: 'contact_id iso3 stated_at vouched_at confirmed_at due_at remind_on',
  contact_revision: 'contact_id at action authority changed_on submission notified_on',
  contact_word: 'contact_id',
  copy_source: 'iso3 directory source_key contact_id consent_id withheld dates',
  directory_revision: 'name',
  ended_session: 'id ended_at',
  entry: 'source_key participant iso3 status first_seen_at last_seen_at unlisted_since',
  entry_decision: 'iso3 directory source_key answered_function refusal decided_at',
  entry_outcome: 'iso3 directory source_key cause fields contact_id at',
  entry_tally: 'what of',
  entry_outcome_event: 'directory at iso3 source_key cause fields contact_id',
  held_change: 'source_key subject status becomes',
  invitation: 'id account_id purpose token_hash created_at opens_at expires_at closed_at',
  ledger: 'at kind actor_role actor_subject actor_party authority state subjects payload previous_hash hash',
  ledger_checkpoint: 'hash at public_key signature',
  nomination: 'iso3 model single_contact_id set_at',
  nomination_route: 'iso3 function contact_id',
  opening_stage: 'audience changed_at',
  outbox_event: 'event template state status created_at expires_at next_attempt_at',
  outbox_message:
    'id event template state subject status created_at expires_at next_attempt_at lease_owner lease_until last_attempt_at refused_since ended_at enhanced_status',
  outbox_relay: 'name failing_since next_attempt_at',
  pair_decision: 'iso3 one other rule decided_at',
  participation: 'iso3 joined_at paused_at left_at undo_until ended_at behind',
  precedence: 'iso3 scope name directories set_at',
  proposal:
    'id iso3 directory source_key consent_id kind cause withheld dates contact_id pull status created_at decided_at',
  provider_record: 'model id_hash grant_id uid account_id expires_at consumed_at',
  pull: 'outcome started_at finished_at held decision decided_at',
  recovery_code: 'account_id code_hash used_at',
  reading: 'state at',
  regional_directory: 'code name levels schedule next_pull_at epoch reset_at last_success_at',
  review_link: 'id iso3 token_hash contacts created_at expires_at',
  review_setting: 'iso3 review_interval set_at',
  scheduled_job: 'name schedule due_at lease_owner lease_until',
  service_client: 'id directory secret_hash secret_id created_at secret_since removed_at',
  session: 'id account_id grant_id started_at last_used_at',
  set_aside: 'at source_key',
  sign_in_settings: 'name set_at',
  source_state: 'fingerprint resume last_success_at',
  sponsorship: 'iso3 observer since ended_at',
  state_origin: 'iso3 origin',
  submission: 'id iso3 status awaits received_on document_id entered_at due_at decided_at',
  submission_document: 'id media_type sha256 uploaded_at submission_id',
  submission_document_piece: 'document_id',
  submission_period: 'name set_at',
  webhook: 'id directory outcomes former_until created_at disabled_at',
  webhook_delivery: 'id webhook_id status next_attempt_at created_at last_attempt_at',
};

describe('a column of text', () => {
  const { tables, columns } = getMetadataArgsStorage();
  const stored = storageModels().flatMap(({ entities }) => [...entities]);

  it('is sealed, or is known to tell of no person', () => {
    const found = new Map<string, string[]>();
    for (const { target, name } of tables) {
      if (typeof target !== 'function' || !stored.includes(target)) continue;
      const clear = columns.filter(
        ({ target: of, options }) =>
          of === target &&
          ['varchar', 'text'].includes(String(options.type)) &&
          !isProtected(options.transformer),
      );
      found.set(
        String(name),
        clear.map(({ propertyName }) => propertyName),
      );
    }
    expect(Object.fromEntries([...found].map(([table, names]) => [table, names.join(' ')]))).toEqual(inClear);
  });
});
