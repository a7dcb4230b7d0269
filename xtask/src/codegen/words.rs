//! Names: from AWS's spelling to Rust's.

/// Spellings that capitals alone would cut in the wrong place.
const WHOLE: [(&str, &str); 18] = [
    ("OAuth", "Oauth"),
    ("IoT", "Iot"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("SaaS", "Saas"),
    ("WiFi", "Wifi"),
    ("vCpu", "Vcpu"),
    ("MySQL", "Mysql"),
    ("GraphQL", "Graphql"),
    ("LoRaWAN", "Lorawan"),
    ("FSx", "Fsx"),
    ("VPCDHCP", "VpcDhcp"),
    ("AWSKMS", "AwsKms"),
    ("SSEKMS", "SseKms"),
    ("CIDRIP", "CidrIp"),
    ("JDBCURL", "JdbcUrl"),
    ("EMREKS", "EmrEks"),
    ("SMBACL", "SmbAcl"),
];

const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Values without a letter.
const SIGNS: [(&str, &str); 9] = [
    ("*", "Any"),
    ("=", "Equal"),
    ("!=", "NotEqual"),
    ("<", "Less"),
    ("<=", "LessOrEqual"),
    (">", "Greater"),
    (">=", "GreaterOrEqual"),
    ("-", "Minus"),
    ("+", "Plus"),
];

/// The words of a name, in lower case: `DBInstanceARNs` is `db`, `instance`, `arns`.
pub(crate) fn words(name: &str) -> Vec<String> {
    let name = WHOLE
        .iter()
        .fold(name.to_owned(), |name, (from, to)| name.replace(from, to));
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut starts_word = true;
    for (index, &character) in characters.iter().enumerate() {
        if !character.is_ascii_alphanumeric() {
            starts_word = true;
            continue;
        }
        if starts_word || (character.is_ascii_uppercase() && cuts(&characters, index)) {
            words.push(String::new());
        }
        starts_word = false;
        if let Some(word) = words.last_mut() {
            word.push(character.to_ascii_lowercase());
        }
    }
    words
}

/// Whether a capital at `index` starts a word: after a small letter or digit, or before a small
/// letter. The `s` of a plural (`ARNs`) counts as a capital.
fn cuts(characters: &[char], index: usize) -> bool {
    let is_upper = |at: usize| {
        characters.get(at).is_some_and(|it| {
            let plural = *it == 's'
                && 1 < at
                && characters[at - 1].is_ascii_uppercase()
                && characters[at - 2].is_ascii_uppercase()
                && characters
                    .get(at + 1)
                    .is_none_or(|next| !next.is_ascii_lowercase());
            plural || it.is_ascii_uppercase()
        })
    };
    let Some(before) = index.checked_sub(1) else { return true };
    if !is_upper(before) || characters[before] == 's' {
        return true;
    }
    characters
        .get(index + 1)
        .is_some_and(char::is_ascii_lowercase)
        && !is_upper(index + 1)
}

/// The name of a type: `DBInstance` becomes `DbInstance`.
pub(crate) fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalized(word)).collect()
}

/// The name of a function: `DBInstanceClass` becomes `db_instance_class`.
pub(crate) fn snake(name: &str) -> String {
    let joined = words(name).join("_");
    let starts_badly = joined.starts_with(|it: char| it.is_ascii_digit());
    let joined = if starts_badly { format!("_{joined}") } else { joined };
    if KEYWORDS.contains(&joined.as_str()) { joined + "_" } else { joined }
}

/// The name of an enum's variant, from any text.
pub(crate) fn variant(value: &str) -> String {
    if let Some((_, name)) = SIGNS.iter().find(|(sign, _)| *sign == value) {
        return (*name).to_owned();
    }
    let value = match value.strip_prefix('-') {
        Some(rest) if rest.starts_with(|it: char| it.is_ascii_digit()) => &format!("minus {rest}"),
        _ => value,
    };
    let name: String = words(value).iter().map(|word| capitalized(word)).collect();
    match name.chars().next() {
        None => "Empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        Some(_) if name == "Self" => "SelfValue".to_owned(),
        Some(_) if name == "Other" => "OtherValue".to_owned(),
        Some(_) => name,
    }
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_ascii_uppercase().to_string() + characters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_rust_names() {
        let cases = [
            ("DBInstance", "DbInstance"),
            ("VPCGatewayAttachment", "VpcGatewayAttachment"),
            ("EIP", "Eip"),
            ("S3Location", "S3Location"),
            ("EC2Fleet", "Ec2Fleet"),
            ("GraphQLApi", "GraphqlApi"),
            ("IoTJob", "IotJob"),
            ("VPCDHCPOptionsAssociation", "VpcDhcpOptionsAssociation"),
        ];
        for (from, to) in cases {
            assert_eq!(pascal(from), to);
        }
    }

    #[test]
    fn setters_have_rust_names() {
        let cases = [
            ("CidrBlock", "cidr_block"),
            ("MultiAZ", "multi_az"),
            ("KMSMasterKeyID", "kms_master_key_id"),
            ("ManagedPolicyARNs", "managed_policy_arns"),
            ("VPCs", "vpcs"),
            ("SubnetIDsList", "subnet_ids_list"),
            ("AssignIPv6Address", "assign_ipv6_address"),
            ("Ipv6CidrBlock", "ipv6_cidr_block"),
            ("SSESpecification", "sse_specification"),
            ("OAuth2Config", "oauth2_config"),
            ("Type", "type_"),
            ("calendar-event", "calendar_event"),
            ("Endpoint.Address", "endpoint_address"),
            ("AWSSDK", "awssdk"),
        ];
        for (from, to) in cases {
            assert_eq!(snake(from), to);
        }
    }

    #[test]
    fn values_become_variants() {
        let cases = [
            ("PER_BROKER", "PerBroker"),
            ("gp3", "Gp3"),
            ("3.7.x", "N37X"),
            ("", "Empty"),
            ("*", "Any"),
            ("-1", "Minus1"),
            ("Self", "SelfValue"),
        ];
        for (from, to) in cases {
            assert_eq!(variant(from), to);
        }
    }
}
