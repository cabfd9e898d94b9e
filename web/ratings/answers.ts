export interface Question {
  key: string;
  title: string;
  short: string;
  options: { points: number; text: string }[];
}

export interface About {
  dossierId: string;
  code: string;
  procedureName: string;
  centreName: string;
}

export interface Asked {
  about: About;
  questions: Question[];
}

export interface Tablet {
  /** The code to type at the desk, while the tablet is not in use yet. */
  pairing: string | null;
  centreName: string | null;
  about: About | null;
  rated: boolean;
  questions: Question[];
}

export interface Group {
  key: string;
  name: string;
  count: number | null;
  satisfied: number | null;
  dissatisfied: number | null;
  means: Record<string, number>;
  ways: Record<string, number>;
}

export interface Results {
  detail: boolean;
  leastShown: number;
  questions: Question[];
  groups: Group[];
  comments: string[];
}

export interface Tablets {
  tablets: { id: string; name: string; centreName: string }[];
  centres: { id: string; name: string }[];
}

export interface Papers {
  centres: { id: string; name: string }[];
  questions: Question[];
}
