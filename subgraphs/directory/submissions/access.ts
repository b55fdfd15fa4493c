import { forbidden, unauthenticated } from '../../../platform/errors/problem.ts';
import type { Caller, Role } from '../../../platform/identity/caller.ts';
import { hiddenId } from '../hidden-id.ts';
import type { SubmissionOperations } from './operations.ts';

/**
 * Who may do what of what states send the custodian:
 *
 * |                                             | custodian | state   | others |
 * | see submissions and their documents         | all       | its own | no     |
 * | upload, enter, withdraw, countersign        | yes       | no      | no     |
 * | confirm and refuse                          | no        | its own | no     |
 * | see how long they wait / change it          | yes / yes | yes / no | no    |
 */
export function guardedSubmissions(
  operations: SubmissionOperations,
  caller: Caller | null,
): SubmissionOperations {
  const oneOf = (roles: readonly Role[], may: string): Caller => {
    if (!caller) throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    if (!roles.includes(caller.role)) throw forbidden(`${may} Your role is ${caller.role}.`);
    return caller;
  };
  const sees = 'What a state sent the custodian is shown to its own authority and to the custodian.';
  const enters = 'Only the custodian enters what states send it, and takes back what it entered in error.';
  const decides = "Only the state's own authority says yes or no to what was entered on its behalf.";
  /** The id to act on: another state's submission is as one there is not. */
  const ownOnly = async (id: string, roles: readonly Role[], may: string): Promise<string> => {
    const who = oneOf(roles, may);
    const found = await operations.submission(id);
    return found && 'state' in who && who.state !== found.row.iso3 ? hiddenId : id;
  };
  const either = ['custodian', 'state'] as const;
  return {
    submissions: async (query) => {
      const who = oneOf(either, sees);
      if (!('state' in who)) return operations.submissions(query);
      if (query.iso3 !== null && query.iso3 !== who.state) throw forbidden(sees);
      return operations.submissions({ ...query, iso3: who.state });
    },
    submission: async (id) => operations.submission(await ownOnly(id, either, sees)),
    previewSubmission: async (submission) => {
      const who = oneOf(either, sees);
      if ('state' in who && who.state !== submission.row.iso3) throw forbidden(sees);
      return operations.previewSubmission(submission);
    },
    submissionDocument: async (id) => operations.submissionDocument(await ownOnly(id, either, sees)),
    submissionPeriod: async () => {
      oneOf(either, 'How long submissions wait is shown to states and to the custodian.');
      return operations.submissionPeriod();
    },
    setSubmissionPeriod: async (days) => {
      oneOf(['custodian'], 'Only the custodian sets how long submissions wait.');
      return operations.setSubmissionPeriod(days);
    },
    uploadSubmissionDocument: async (file) => {
      oneOf(['custodian'], enters);
      return operations.uploadSubmissionDocument(file);
    },
    enterSubmission: async (request) => {
      oneOf(['custodian'], enters);
      return operations.enterSubmission(request);
    },
    withdrawSubmission: async (end) => {
      oneOf(['custodian'], enters);
      return operations.withdrawSubmission(end);
    },
    countersignSubmission: async (given) => {
      oneOf(['custodian'], 'Only an officer of the custodian countersigns what another one entered.');
      return operations.countersignSubmission(given);
    },
    confirmSubmission: async (given) =>
      operations.confirmSubmission({ ...given, id: await ownOnly(given.id, ['state'], decides) }),
    refuseSubmission: async (end) =>
      operations.refuseSubmission({ ...end, id: await ownOnly(end.id, ['state'], decides) }),
  };
}
