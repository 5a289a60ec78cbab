#include "gateways/rest/rest.h"
#include "platform/base/json_schema.h"
#include "platform/net/problem.h"
#include "platform/net/router.h"

#include <algorithm>
#include <set>

namespace tangthu::rest {

namespace {

// The parts of an OpenAPI 3.1 document that we use, under their own names.

struct MediaDoc {
    std::optional<RawJson> schema;
};
TANGTHU_DESCRIBE(MediaDoc, schema)

struct BodyDoc {
    bool required = true;
    std::map<std::string, MediaDoc> content;
};
TANGTHU_DESCRIBE(BodyDoc, required, content)

struct ResponseDoc {
    std::string description;
    std::optional<std::map<std::string, MediaDoc>> content;
};
TANGTHU_DESCRIBE(ResponseDoc, description, content)

struct ParameterDoc {
    std::string name;
    std::string in;
    bool required = false;
    RawJson schema;
};
TANGTHU_DESCRIBE(ParameterDoc, name, in, required, schema)

using SecurityDoc = std::map<std::string, std::vector<std::string>>;

struct OperationDoc {
    std::string operationId;
    std::string summary;
    std::vector<std::string> tags;
    std::vector<SecurityDoc> security;
    std::optional<std::vector<ParameterDoc>> parameters;
    std::optional<BodyDoc> requestBody;
    std::map<std::string, RawJson> responses;
};
TANGTHU_DESCRIBE(OperationDoc, operationId, summary, tags, security, parameters, requestBody, responses)

struct SecuritySchemeDoc {
    std::string type = "apiKey";
    std::string in = "cookie";
    std::string name = "session";
};
TANGTHU_DESCRIBE(SecuritySchemeDoc, type, in, name)

struct ComponentsDoc {
    std::map<std::string, RawJson> schemas;
    std::map<std::string, ResponseDoc> responses;
    std::map<std::string, SecuritySchemeDoc> securitySchemes;
};
TANGTHU_DESCRIBE(ComponentsDoc, schemas, responses, securitySchemes)

struct LicenseDoc {
    std::string name = "GPL-3.0-or-later";
    std::string identifier = "GPL-3.0-or-later";
};
TANGTHU_DESCRIBE(LicenseDoc, name, identifier)

struct InfoDoc {
    std::string title;
    std::string version;
    LicenseDoc license;
};
TANGTHU_DESCRIBE(InfoDoc, title, version, license)

struct ServerDoc {
    std::string url = "/";
};
TANGTHU_DESCRIBE(ServerDoc, url)

struct OpenApiDoc {
    std::string openapi = "3.1.0";
    InfoDoc info;
    std::vector<ServerDoc> servers;
    std::map<std::string, std::map<std::string, OperationDoc>> paths;
    ComponentsDoc components;
};
TANGTHU_DESCRIBE(OpenApiDoc, openapi, info, servers, paths, components)

constexpr std::string_view kApi = "/api/";
constexpr std::string_view kVersioned = "/api/v1/";
/// Nobody has signed in before they sign in.
constexpr std::string_view kSignIn = "/api/v1/session";
constexpr std::string_view kProblem = R"({"$ref":"#/components/responses/Problem"})";

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return out;
}

/// `/api/v1/bibs/{id}` by GET -> `get_bibs_id`.
std::string operation_id(const net::Route& route) {
    std::string id = lower(net::method_name(route.method));
    for (const char c : std::string_view{route.path}.substr(std::min(route.path.size(), kVersioned.size() - 1))) {
        const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (is_word) {
            id += c;
        } else if (id.back() != '_') {
            id += '_';
        }
    }
    while (id.back() == '_')
        id.pop_back();
    return id;
}

std::string tag_of(const net::Route& route) {
    const auto rest = std::string_view{route.path}.substr(std::min(route.path.size(), kVersioned.size()));
    return std::string{rest.substr(0, rest.find('/'))};
}

std::vector<std::string> names_in_path(std::string_view path) {
    std::vector<std::string> names;
    for (auto at = path.find('{'); at != std::string_view::npos; at = path.find('{', at + 1)) {
        auto name = path.substr(at + 1, path.find('}', at) - at - 1);
        if (name.ends_with("...")) name.remove_suffix(3);
        names.emplace_back(name);
    }
    return names;
}

/// The described parameters, and those that only the template knows.
std::vector<ParameterDoc> parameters_of(const net::Route& route) {
    std::vector<ParameterDoc> list;
    for (const auto& each : route.parameters)
        list.push_back({each.name, each.is_in_path ? "path" : "query", each.is_required, {each.schema}});
    for (const auto& name : names_in_path(route.path)) {
        const auto known = std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
        if (!known) list.push_back({name, "path", true, {R"({"type":"string"})"}});
    }
    return list;
}

std::map<std::string, RawJson> responses_of(const net::Route& route) {
    std::map<int, ResponseDoc> good;
    for (const auto& reply : route.replies) {
        auto& response = good[reply.status];
        response.description = net::status_name(reply.status);
        auto& media = response.content.has_value() ? *response.content : response.content.emplace();
        media[reply.media_type] = reply.schema.empty() ? MediaDoc{} : MediaDoc{RawJson{reply.schema}};
    }
    std::map<std::string, RawJson> all;
    for (const auto& [status, response] : good)
        all[std::to_string(status)] = {to_json(response)};
    std::set<int> failures{400, 429, 500, 503};
    if (route.permission != Permission::Public) failures.insert({401, 403});
    failures.insert(route.failures.begin(), route.failures.end());
    if (!route.request_schema.empty()) failures.insert({413, 415});
    for (const int status : failures)
        all[std::to_string(status)] = {std::string{kProblem}};
    return all;
}

OperationDoc operation_of(const net::Router& router, const net::Route& route) {
    OperationDoc operation;
    operation.operationId = operation_id(route);
    operation.summary = router.text("en", route.summary);
    operation.tags = {tag_of(route)};
    if (route.permission != Permission::Public)
        operation.security.push_back({{"session", {std::string{enum_name(route.permission)}}}});
    if (auto parameters = parameters_of(route); !parameters.empty()) operation.parameters = std::move(parameters);
    if (!route.request_schema.empty())
        operation.requestBody = BodyDoc{true, {{"application/json", MediaDoc{RawJson{route.request_schema}}}}};
    operation.responses = responses_of(route);
    return operation;
}

/// `{name...}` is ours; OpenAPI knows `{name}` only.
std::string openapi_path(std::string path) {
    if (const auto dots = path.find("...}"); dots != std::string::npos) path.erase(dots, 3);
    return path;
}

} // namespace

std::string openapi_document(const net::Router& router, const ApiInfo& info) {
    OpenApiDoc document;
    document.info = {info.title, info.version, {}};
    document.servers.emplace_back();
    for (const auto& route : router.routes())
        if (route.path.starts_with(kApi))
            document.paths[openapi_path(route.path)][lower(net::method_name(route.method))] =
                operation_of(router, route);
    json::SchemaSet problem;
    document.components.responses["Problem"] = {
        "What went wrong", std::map<std::string, MediaDoc>{
                               {"application/problem+json", {RawJson{problem.reply<net::ProblemDocument>()}}}}};
    for (const auto* set : {&router.schemas(), static_cast<const json::SchemaSet*>(&problem)})
        for (const auto& [name, schema] : set->components())
            document.components.schemas[name] = {schema};
    document.components.securitySchemes["session"] = {};
    return to_json(document);
}

void mount(net::Router& router, const ApiInfo& info) {
    auto route =
        net::get("/api/v1/openapi.json", Permission::Public, "rest.route_openapi").quick().gives("application/json");
    // The text is made at the end of mounting; the route itself is part of it.
    auto text = std::make_shared<std::string>();
    router.add(std::move(route),
               [text](const net::Request&) { return net::Response::json(*text).cached(net::Caching::Minutes); });
    *text = openapi_document(router, info);
}

std::vector<std::string> find_unconventional(const net::Router& router) {
    std::vector<std::string> findings;
    std::set<std::string> ids;
    for (const auto& route : router.routes()) {
        const auto name = std::string{net::method_name(route.method)} + " " + route.path + ": ";
        if (route.summary.find('.') == std::string::npos) findings.push_back(name + "its summary is no locale key");
        const bool is_sign_in = route.method == net::Method::Post && route.path == kSignIn;
        if (route.method != net::Method::Get && route.permission == Permission::Public && !is_sign_in)
            findings.push_back(name + "changes something and is open to everybody");
        if (!route.path.starts_with(kApi)) continue;
        if (!route.path.starts_with(kVersioned)) findings.push_back(name + "is not under /api/v1/");
        if (route.replies.empty()) findings.push_back(name + "does not say what it answers");
        if (!ids.insert(operation_id(route)).second) findings.push_back(name + "its operation id is taken");
    }
    return findings;
}

} // namespace tangthu::rest
