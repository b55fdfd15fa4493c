// Points of contact as a note verbale may name them.

export const duty = {
  function: 'TECHNICAL',
  kind: 'OFFICE',
  entity: 'Duty Desk of Examples',
  emails: ['duty@cert.example'],
  phones: ['+44 1632 960050'],
};
export const law = {
  function: 'LEGAL',
  kind: 'OFFICE',
  entity: 'Office of Law',
  emails: ['law@mfa.example'],
};
