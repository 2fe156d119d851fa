// The address of the contract is fixed: a link that carries another one in its query must not be able to dress it as ours.
SwaggerUIBundle({url: "/openapi.yaml", dom_id: "#reference", deepLinking: true, queryConfigEnabled: false});
