import { instant } from '../../../platform/clock/clock.ts';
import { actingNow } from '../../../platform/ledger/actor.ts';
import { type IdentityParts, record } from '../parts.ts';
import { endingSessions, endSessionsOf } from '../sessions/end.ts';
import { SessionRow } from '../storage/session-row.ts';
import { SignInSettingsRow, signInSettings } from '../storage/sign-in-settings-row.ts';

/** Requires a second factor of everybody, or leaves it to each. Sessions begun without one end when it is required. */
export async function requireSecondFactor(
  parts: IdentityParts,
  required: boolean,
): Promise<SignInSettingsRow> {
  return endingSessions(parts, async (manager, end) => {
    const settings = await signInSettings(manager);
    if (settings.second_factor_required === required) return settings;
    const changed = {
      ...settings,
      second_factor_required: required,
      set_at: instant(parts.clock.now()),
      set_by: actingNow().subject,
    };
    await manager.save(SignInSettingsRow, changed);
    if (required) {
      const without = await manager.findBy(SessionRow, { second_factor: false });
      for (const { account_id, id } of without) await endSessionsOf(manager, end, account_id, { only: id });
    }
    await record(manager, parts, {
      kind: required ? 'second-factor.required' : 'second-factor.left-to-each',
    });
    return changed;
  });
}
