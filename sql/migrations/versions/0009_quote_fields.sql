-- Quotes of an earlier annotator version have none of these; they are made anew when their article is annotated again.
ALTER TABLE news.quote
ADD COLUMN cue_lemma text,
ADD COLUMN modality text CHECK (modality IN ('asserted', 'negated', 'hypothetical')),
ADD COLUMN speaker_kind text CHECK (speaker_kind IN ('named', 'anonymous', 'group', 'unresolved')),
ADD COLUMN addressee_span int4range CHECK (NOT isempty(addressee_span)),
ADD COLUMN addressee_text text,
ADD CHECK ((addressee_span IS NULL) = (addressee_text IS NULL)),
ADD CHECK (speaker_kind IS NULL OR speaker_text IS NOT NULL),
ADD CHECK (cue_text IS NOT NULL OR cue_lemma IS NULL);
