//! What makes the table of kinds: from each row its number, what it says, and how that is written and
//! read.

macro_rules! facts {
    ($($(#[$doc:meta])* $number:literal $constant:ident $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        impl Kind {
            $($(#[$doc])* pub const $constant: Kind = Kind($number);)*
        }

        /// What an event says, besides what it is about and what it strikes.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Fact {
            $($(#[$doc])* $name { $($(#[$field_doc])* $field: $type),* },)*
        }

        impl Fact {
            /// The number of this kind.
            pub fn kind(&self) -> Kind {
                match self { $(Fact::$name { .. } => Kind::$constant,)* }
            }

            /// The body, in the kind's shape: its fields in order, as postcard writes them.
            pub fn body(&self) -> Vec<u8> {
                match self { $(Fact::$name { $($field),* } => write(&($($field,)*)),)* }
            }

            /// What a body of this kind says; `Ok(None)` for a kind this version does not know.
            ///
            /// # Errors
            /// [`MalformedBody`] where it does not have the kind's shape, to the last byte.
            pub fn read(kind: Kind, body: &[u8]) -> Result<Option<Fact>, MalformedBody> {
                Ok(Some(match kind {
                    $(Kind::$constant => {
                        let ($($field,)*): ($($type,)*) = read(body)?;
                        Fact::$name { $($field),* }
                    })*
                    _ => return Ok(None),
                }))
            }

            /// Every kind this version knows, with its name.
            pub const KNOWN: &'static [(Kind, &'static str)] = &[$((Kind::$constant, stringify!($name)),)*];
        }
    };
}
