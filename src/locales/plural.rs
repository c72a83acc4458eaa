//! The CLDR plural category of a number, in English.

/// The browser's own rules: a table for every language would be fetched with the app.
#[cfg(target_arch = "wasm32")]
pub fn category(n: &str) -> String {
    use js_sys::{Array, Intl, Object};

    thread_local! {
        static RULES: Intl::PluralRules =
            Intl::PluralRules::new(&Array::of1(&"en".into()), &Object::new());
    }
    // Whole numbers only: reading others is 10 kB of tables, and nothing counts in fractions.
    let n: u32 = n.parse().unwrap_or(u32::MAX);
    RULES.with(|rules| rules.select(n.into())).into()
}

/// The rules by way of `intl_pluralrules`.
#[cfg(not(target_arch = "wasm32"))]
pub fn category(n: &str) -> String {
    use std::sync::OnceLock;

    use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};

    static RULES: OnceLock<Option<PluralRules>> = OnceLock::new();
    let rules = RULES.get_or_init(|| {
        let language: unic_langid::LanguageIdentifier = "en".parse().ok()?;
        PluralRules::create(language, PluralRuleType::CARDINAL).ok()
    });
    let category = rules.as_ref().and_then(|rules| rules.select(n).ok());
    let word = match category {
        Some(PluralCategory::ZERO) => "zero",
        Some(PluralCategory::ONE) => "one",
        Some(PluralCategory::TWO) => "two",
        Some(PluralCategory::FEW) => "few",
        Some(PluralCategory::MANY) => "many",
        Some(PluralCategory::OTHER) | None => "other",
    };
    word.to_string()
}
