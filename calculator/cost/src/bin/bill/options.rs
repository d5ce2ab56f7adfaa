//! Options that follow from the tables of languages and services.

use clap::{
    Arg, ArgMatches, Args, Command, Error, FromArgMatches, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser, ValueParser},
};
use cost::{MemoryChoice, parse_usage};
use data::{ByLanguage, Decimal, Input, Language, Service, ServiceUsage, TimingSource};

/// On or off.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// Usage of other services by each invocation: an option for each service that is charged per
/// invocation.
pub struct Services(pub ServiceUsage);

impl FromArgMatches for Services {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut usage = ServiceUsage::NOTHING;
        for &service in Service::ALL {
            let option = service.usage_input().map(|input| input.usage.id);
            if let Some(each) = option.and_then(|option| matches.get_one::<Decimal>(option)) {
                usage[service] = *each;
            }
        }
        Ok(Self(usage))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Services {
    fn augment_args(command: Command) -> Command {
        command.args(Service::ALL.iter().filter_map(|&service| option(service)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The option for the usage of a service; `None` if it is not charged per invocation.
fn option(service: Service) -> Option<Arg> {
    let input = service.usage_input()?;
    let labels = service.labels();
    let (value_name, default, help) = match input.input {
        Input::Number { .. } => ("N", "0", labels.usage.to_owned()),
        Input::Choice(words) => {
            let choices = words.iter().zip(labels.choices);
            let choices = choices.map(|(word, label)| format!("{word} ({label})"));
            let choices = choices.collect::<Vec<_>>().join(" or ");
            ("NAME", words[0], format!("{}: {choices}", labels.usage))
        }
    };
    let option = Arg::new(input.usage.id)
        .long(input.usage.id)
        .value_name(value_name)
        .allow_hyphen_values(true)
        .default_value(default)
        .help(help)
        .value_parser(move |text: &str| parse_usage(input, text));
    Some(option)
}

/// Memory size by language: `--memory` for all, and an option for each.
pub struct Memory(pub ByLanguage<MemoryChoice>);

const MEMORY: &str = "memory";

impl FromArgMatches for Memory {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let choice = |option: &str| matches.get_one::<MemoryChoice>(option).copied();
        let mut memory = ByLanguage::all(choice(MEMORY).unwrap_or(MemoryChoice::Cheapest));
        for &language in Language::ALL {
            if let Some(own) = choice(language.memory().id) {
                memory[language] = own;
            }
        }
        Ok(Self(memory))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Memory {
    fn augment_args(command: Command) -> Command {
        let option = |name: &'static str, help: String| {
            Arg::new(name)
                .long(name)
                .value_name("SIZE")
                .allow_hyphen_values(true)
                .help(help)
                .value_parser(|text: &str| text.parse::<MemoryChoice>())
        };
        let all = "Memory size in MB, or the `cheapest` or `fastest` of the measured sizes";
        let all = option(MEMORY, all.to_owned()).default_value("512");
        let each = Language::ALL.iter().map(|&language| {
            let help = format!("Memory size for {} only", language.label());
            option(language.memory().id, help)
        });
        command.arg(all).args(each)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// Parser of a source that the committed figures can have.
pub fn source() -> ValueParser {
    let names = TimingSource::committed().map(TimingSource::name);
    let parser = PossibleValuesParser::new(names);
    ValueParser::new(parser.try_map(|name| name.parse::<TimingSource>()))
}

/// Help text: what each of these sources is.
pub fn sources_help() -> String {
    let sources = TimingSource::committed().map(|source| format!("{} ({source})", source.about()));
    let sources: Vec<String> = sources.collect();
    format!("Source of the durations: {}", sources.join(", "))
}
