/** A text about a person that must not be in hashed bytes (DESIGN.md rule 4). `subject` is an item, document or notice id. */
export interface PersonalText {
  subject: string;
  field: string;
  value: string;
}

/** HMAC-SHA-256 of (subject, field, value) under a random salt, hex: what an event may hold in its place. */
export interface Commitment {
  subject: string;
  field: string;
  commitment: string;
}
