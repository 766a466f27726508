INSERT INTO leads (name, products) VALUES
('Acme', 'cells; packs');
