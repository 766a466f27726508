//! How a sentence with values is put together. The program includes this file too, and has its own `say` and tables: its
//! macros call what is in `messages` of the crate that they stand in.

/// A sentence in a language, by the English one, with its values: `message!(language, "{label} scores {score}", label,
/// score = fit.score)`.
macro_rules! message {
    ($language:expr, $english:literal $($values:tt)*) => {{
        let mut sentence = String::new();
        $crate::messages::add_message!(sentence, $language, $english $($values)*);
        sentence
    }};
}
pub(crate) use message;

/// As [`message`], at the end of a string.
macro_rules! add_message {
    ($to:expr, $language:expr, $english:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const ENGLISH: &str = $crate::messages::without_note($english);
        $crate::messages::fill(
            &mut $to,
            match $language {
                $crate::messages::Language::En => ENGLISH,
                language => $crate::messages::say(language, $english),
            },
            &[$((stringify!($name), &$crate::messages::value!($name $(= $value)?))),*],
        )
    }};
}
pub(crate) use add_message;

/// The value of a name: what is said of it, or else the variable of that name.
macro_rules! value {
    ($name:ident = $value:expr) => {
        $value
    };
    ($name:ident) => {
        $name
    };
}
pub(crate) use value;
