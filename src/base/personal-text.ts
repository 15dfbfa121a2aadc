/** A text about a person that must not be in hashed bytes (DESIGN.md rule 4). `subject` is an item, document or notice id. */
export interface PersonalText {
  subject: string;
  field: string;
  value: string;
}

/** What stands in hashed bytes in a text's place: HMAC-SHA-256, hex, under a salt that is deleted together with the text. */
export interface Commitment {
  subject: string;
  field: string;
  commitment: string;
}
