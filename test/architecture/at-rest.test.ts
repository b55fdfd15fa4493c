import 'reflect-metadata';
import { getMetadataArgsStorage } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { storageModels } from '../../gateway/storage-models.ts';
import { isProtected } from '../../platform/encryption/sealed-columns.ts';

/** Columns of text that stand in clear, each with a reason in docs/adr/0014-encryption-at-rest.md: none tells of a person. */
const inClear: Readonly<Record<string, string>> = {
  account: 'id role iso3 language status created_at activated_at last_sign_in_at ended_at',
  attempt: 'place last_at blocked_until',
  change: 'epoch at kind source_key status first_seen_at last_seen_at',
  conflict: 'id iso3 contact_id field status opened_at chosen resolution resolved_at',
  consent:
    'id iso3 directory mode functions fields levels valid_until granted_at status ended_at copies replaced_by',
  contact: 'id iso3 provenance kept_from former_ids merged_into created_at updated_at removed_at',
  contact_release: 'iso3 audience functions kinds fields released_at',
  contact_revision: 'contact_id at action authority changed_on',
  copy_source: 'iso3 directory source_key contact_id consent_id withheld',
  directory_revision: 'name',
  ended_session: 'id ended_at',
  entry: 'source_key participant iso3 status first_seen_at last_seen_at unlisted_since',
  entry_decision: 'iso3 directory source_key answered_function refusal decided_at',
  entry_outcome: 'iso3 directory source_key cause fields contact_id at',
  entry_outcome_event: 'directory at iso3 source_key cause fields contact_id',
  held_change: 'source_key subject status becomes',
  invitation: 'id account_id purpose token_hash created_at opens_at expires_at closed_at',
  ledger: 'at kind actor_role actor_subject actor_party authority state subjects payload previous_hash hash',
  ledger_checkpoint: 'hash at public_key signature',
  opening_stage: 'audience changed_at',
  pair_decision: 'iso3 one other rule decided_at',
  precedence: 'iso3 scope name directories set_at',
  proposal:
    'id iso3 directory source_key consent_id kind cause withheld contact_id pull status created_at decided_at',
  provider_record: 'model id_hash grant_id uid account_id expires_at consumed_at',
  pull: 'outcome started_at finished_at held decision decided_at',
  recovery_code: 'account_id code_hash used_at',
  reading: 'state at',
  regional_directory: 'code name levels schedule next_pull_at epoch reset_at last_success_at',
  scheduled_job: 'name schedule due_at lease_owner lease_until',
  service_client: 'id directory secret_hash secret_id created_at secret_since removed_at',
  session: 'id account_id grant_id started_at last_used_at',
  set_aside: 'at source_key',
  sign_in_settings: 'name set_at',
  source_state: 'fingerprint resume last_success_at',
  sponsorship: 'iso3 observer since ended_at',
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
